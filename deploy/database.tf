data "google_sql_database_instance" "shop" {
  name = var.instance
}

resource "google_sql_database" "schema" {
  count     = var.create_schema ? 1 : 0
  name      = var.schema
  instance  = data.google_sql_database_instance.shop.name
  charset   = "utf8mb4"
  collation = "utf8mb4_0900_ai_ci"
  # The products outlive whatever happens here.
  deletion_policy = "ABANDON"
}

# The database names them by what stands before the @: bitcram-sync and bitcram-migrate, as the files of grants/ do. Users
# with a password are made by grants/1-users.sql instead: their passwords would stand in the state.
resource "google_sql_user" "account" {
  for_each = local.with_iam_login ? local.database_accounts : toset([])
  name     = google_service_account.job[each.key].email
  instance = data.google_sql_database_instance.shop.name
  type     = "CLOUD_IAM_SERVICE_ACCOUNT"
}
