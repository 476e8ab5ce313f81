# The owner's page. Nobody reads the bucket but page_readers, each with a Google account.
locals {
  with_page = var.page_bucket != ""
}

resource "google_storage_bucket" "page" {
  count                       = local.with_page ? 1 : 0
  name                        = var.page_bucket
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  # Nothing is lost with it: the job writes the page anew.
  force_destroy = true
  depends_on    = [google_project_service.needed]
}

# To put a new page in the old one's place is to delete as well.
resource "google_storage_bucket_iam_member" "writer" {
  count  = local.with_page ? 1 : 0
  bucket = google_storage_bucket.page[0].name
  role   = "roles/storage.objectUser"
  member = google_service_account.job["reader"].member
}

resource "google_storage_bucket_iam_member" "reader" {
  for_each = local.with_page ? toset(var.page_readers) : toset([])
  bucket   = google_storage_bucket.page[0].name
  role     = "roles/storage.objectViewer"
  member   = each.value
}
