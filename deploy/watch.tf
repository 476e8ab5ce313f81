locals {
  of_sync = "resource.type = \"cloud_run_job\" AND resource.labels.job_name = \"${google_cloud_run_v2_job.job["sync"].name}\""
  # From the last log line of a run. What changed is the sum of the first three.
  metrics = {
    inserted = "Products that a run found new"
    updated  = "Products that a run found changed"
    removed  = "Products that a run retired because they stayed missing"
    pending  = "Webhooks that are still pending at the end of a run"
    dead     = "Webhooks that a run gave up"
  }
  channels = concat(var.notification_channels, google_monitoring_notification_channel.email[*].id)
}

resource "google_logging_metric" "count" {
  for_each        = local.metrics
  name            = "bitcram/${each.key}"
  description     = each.value
  filter          = "${replace(local.of_sync, " = ", "=")} AND jsonPayload.event=\"run.finished\" AND jsonPayload.dry_run=false"
  value_extractor = "EXTRACT(jsonPayload.${each.key})"
  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "DISTRIBUTION"
    unit        = "1"
  }
  bucket_options {
    exponential_buckets {
      num_finite_buckets = 24
      growth_factor      = 2
      scale              = 1
    }
  }
}

resource "google_monitoring_notification_channel" "email" {
  count        = var.alert_email == "" ? 0 : 1
  display_name = "Bitcram sync"
  type         = "email"
  labels = {
    email_address = var.alert_email
  }
}

resource "google_monitoring_alert_policy" "failed" {
  display_name          = "Bitcram jobs fail"
  combiner              = "OR"
  notification_channels = local.channels

  dynamic "conditions" {
    for_each = google_cloud_run_v2_job.job
    content {
      display_name = "${conditions.value.name} failed"
      condition_threshold {
        filter = join(" AND ", [
          "resource.type = \"cloud_run_job\"",
          "resource.labels.job_name = \"${conditions.value.name}\"",
          "metric.type = \"run.googleapis.com/job/completed_execution_count\"",
          "metric.labels.result = \"failed\"",
        ])
        comparison      = "COMPARISON_GT"
        threshold_value = 0
        duration        = "0s"
        aggregations {
          alignment_period     = "300s"
          per_series_aligner   = "ALIGN_DELTA"
          cross_series_reducer = "REDUCE_SUM"
        }
      }
    }
  }
  documentation {
    mime_type = "text/markdown"
    content   = "The last log line of the run (event run.finished) has the exit code and the reason; docs/operations.md says what to do. Exit code 75 is harmless: another run held the lock."
  }
  alert_strategy {
    auto_close = "1800s"
  }
}

# What does not start at all does not fail either. A schedule that is paused is meant to be silent.
resource "google_monitoring_alert_policy" "silent" {
  count                 = var.running ? 1 : 0
  display_name          = "Bitcram sync no longer succeeds"
  combiner              = "OR"
  notification_channels = local.channels

  conditions {
    display_name = "no successful run"
    condition_absent {
      filter   = "${local.of_sync} AND metric.type = \"run.googleapis.com/job/completed_execution_count\" AND metric.labels.result = \"succeeded\""
      duration = "${var.alert_after_silence_s}s"
      aggregations {
        alignment_period     = "300s"
        per_series_aligner   = "ALIGN_DELTA"
        cross_series_reducer = "REDUCE_SUM"
      }
    }
  }
  documentation {
    mime_type = "text/markdown"
    content   = "Look at the schedule first, then at the executions of the job."
  }
}

# Webhooks that stay pending mean a receiver that is down or refuses. Not made at once: Monitoring takes minutes to know a new metric.
resource "google_monitoring_alert_policy" "pending" {
  count                 = var.running ? 1 : 0
  display_name          = "Bitcram sync leaves webhooks pending or gives them up"
  combiner              = "OR"
  notification_channels = local.channels

  dynamic "conditions" {
    for_each = toset(["pending", "dead"])
    content {
      display_name = "${conditions.value} above 0"
      condition_threshold {
        filter          = "resource.type = \"cloud_run_job\" AND metric.type = \"logging.googleapis.com/user/${google_logging_metric.count[conditions.value].name}\""
        comparison      = "COMPARISON_GT"
        threshold_value = 0
        duration        = conditions.value == "pending" ? "900s" : "0s"
        aggregations {
          alignment_period   = "900s"
          per_series_aligner = "ALIGN_DELTA"
          # The mean is exact; a percentile is guessed from within its bucket, and would be above 0 where every run had 0.
          cross_series_reducer = "REDUCE_MEAN"
        }
      }
    }
  }
  documentation {
    mime_type = "text/markdown"
    content   = "docs/operations.md, \"Changes are pending\" and \"Changes are dead\"."
  }
}

moved {
  from = google_monitoring_alert_policy.owed
  to   = google_monitoring_alert_policy.pending
}
