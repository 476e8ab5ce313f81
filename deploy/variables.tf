variable "project" {
  type        = string
  description = "Google Cloud project."
}

variable "region" {
  type        = string
  description = "Where the jobs, their schedules and their images live; best where the database is."
  default     = "southamerica-east1"
}

variable "repository" {
  type        = string
  description = "Artifact Registry repository of the image, which Cloud Build pushes and deploys."
  default     = "jobs"
}

variable "running" {
  type        = bool
  description = "Whether the schedules run. False until an image is deployed and the database's rights are granted."
  default     = false
}

variable "instance" {
  type        = string
  description = "Name of the Cloud SQL instance for MySQL. With IAM log-in its flag cloudsql_iam_authentication must be on."
}

variable "schema" {
  type        = string
  description = "Schema of raw_item_data (NAME_DB)."
  default     = "bitcram"
}

variable "create_schema" {
  type        = bool
  description = "False where the schema exists already: raw_item_data of an earlier program is taken over as it is."
  default     = true
}

variable "database_login" {
  type        = string
  description = "AUTH_TYPE_DB: IAM needs no password anywhere; PASSWORD takes them from Secret Manager."
  default     = "IAM"
  validation {
    condition     = contains(["IAM", "PASSWORD"], var.database_login)
    error_message = "database_login must be IAM or PASSWORD."
  }
}

variable "database_address" {
  type        = string
  description = "IP_TYPE_DB: PUBLIC, PRIVATE or PSC. PRIVATE and PSC need network and subnetwork."
  default     = "PUBLIC"
  validation {
    condition     = contains(["PUBLIC", "PRIVATE", "PSC"], var.database_address)
    error_message = "database_address must be PUBLIC, PRIVATE or PSC."
  }
}

variable "network" {
  type        = string
  description = "VPC network that leads to private addresses: the database's, RabbitMQ's. Empty: no VPC."
  default     = ""
}

variable "subnetwork" {
  type        = string
  description = "Subnetwork that the jobs take their addresses from."
  default     = ""
}

variable "url_bitcram" {
  type        = string
  description = "URL_BITCRAM."
}

variable "checkout" {
  type        = number
  description = "CHECKOUT."
}

variable "url_publications" {
  type        = string
  description = "URL_PUBLICATIONS. Empty: NOTIFY=off, nothing becomes pending and nothing is sent."
  default     = ""
}

variable "shopify_url" {
  type        = string
  description = "SHOPIFY_URL. Empty: SHOPIFY=off. Beside it SALES_IN_SOURCE and MARKETPLACE_ORDERS_IN_SOURCE belong into settings."
  default     = ""
}

variable "shopify_location" {
  type        = string
  description = "SHOPIFY_LOCATION_ID."
  default     = ""
}

variable "meli_client_id" {
  type        = string
  description = "MELI_CLIENT_ID. Empty: MELI=off. Beside it SALES_IN_SOURCE and MARKETPLACE_ORDERS_IN_SOURCE belong into settings, and no url_publications."
  default     = ""
}

variable "sales_worker" {
  type        = bool
  description = "Whether a worker pool keeps the marketplaces up to date between the runs, with one instance while running is true."
  default     = false
}

variable "till_sales" {
  type        = bool
  description = "Whether the worker pool, which is then made in any case, also records the till's sales, from the RabbitMQ whose URL is the value of the secret bitcram-rabbitmq."
  default     = false
}

variable "uploads_bucket" {
  type        = string
  description = "Cloud Storage bucket to make for the files that suppliers upload; the service bitcram-serve takes them in once running is true. Empty: no uploads."
  default     = ""
}

variable "uploads_hmac_id" {
  type        = string
  description = "AWS_ACCESS_KEY_ID: the id of an HMAC key of bitcram-serve, whose secret is the value of bitcram-uploads-hmac."
  default     = ""
}

variable "upload_settings" {
  type        = map(string)
  description = "Further variables of serve, such as UPLOAD_MAX_MB or UPLOAD_KEEP_HOURS. No secrets."
  default     = {}
}

variable "user_bitcram" {
  type        = string
  description = "USER_BITCRAM, the log-in that renews the token. Empty: the token is renewed by hand."
  default     = ""
}

variable "sync_renews_token" {
  type        = bool
  description = "Whether sync itself may renew a token that is refused in mid-run; it then has the rights of renew-token as well."
  default     = false
}

variable "settings" {
  type        = map(string)
  description = "Further variables of sync, such as PUBLISHED_ITEMS_TABLE or POST_LOAD_PROCEDURES. No secrets."
  default     = {}
}

variable "secret_settings" {
  type        = map(string)
  description = "Further variables of sync and the worker whose values are secrets, each with the name of its secret, such as ALERT_URL = \"bitcram-alert-url\". Both have them while running is true."
  default     = {}
}

variable "schedule" {
  type        = string
  description = "When sync runs, as cron writes it."
  default     = "*/5 * * * *"
}

variable "flash_schedule" {
  type        = string
  description = "When sync asks for what changed (--mode flash), such as every minute. Empty: never."
  default     = ""
}

variable "listings_schedule" {
  type        = string
  description = "When listings pull reads what is new in the marketplaces, where one is on."
  default     = "15 4 * * *"
}

variable "renew_schedule" {
  type        = string
  description = "When renew-token looks whether the token is old enough."
  default     = "17 4 * * *"
}

variable "page_bucket" {
  type        = string
  description = "Cloud Storage bucket to make for the owner's page. Empty: no page."
  default     = ""
}

variable "page_readers" {
  type        = list(string)
  description = "Who may read the page, such as user:owner@example.com or group:office@example.com."
  default     = []
}

variable "page_schedule" {
  type        = string
  description = "When the page is written."
  default     = "2 * * * *"
}

variable "page_language" {
  type        = string
  description = "Language of the page and of alerts in a chat (LANG): es or en."
  default     = "es"
  validation {
    condition     = contains(["es", "en"], var.page_language)
    error_message = "page_language must be es or en."
  }
}

variable "time_zone" {
  type        = string
  description = "Time zone of the schedules, and of the page's days."
  default     = "America/Argentina/Buenos_Aires"
}

variable "task_timeout_s" {
  type        = number
  description = "After so many seconds Cloud Run stops a run: SIGTERM, then 10 s to end in order."
  default     = 900
}

variable "memory" {
  type        = string
  description = "Memory of a job."
  default     = "512Mi"
}

variable "alert_email" {
  type        = string
  description = "Who is told when runs fail. Empty: only notification_channels."
  default     = ""
}

variable "notification_channels" {
  type        = list(string)
  description = "Monitoring channels that exist already: projects/PROJECT/notificationChannels/NUMBER."
  default     = []
}

variable "alert_after_silence_s" {
  type        = number
  description = "An alert is raised as well when no run succeeded for so many seconds, at most 23.5 hours."
  default     = 3600
}
