#!/usr/bin/env bash
# What the .tf files make, for whoever has gcloud alone; docs/deploy.md says when and with which variables. Of the alert policies it
# makes the first. It can be repeated: gcloud complains of what exists already and leaves it as it is.
set -u
: "${PROJECT:?}" "${REGION:?}" "${INSTANCE:?}" "${SCHEMA:?}" "${URL_BITCRAM:?}" "${CHECKOUT:?}"
: "${SHOPIFY_URL:=}" "${SHOPIFY_LOCATION_ID:=}" "${MELI_CLIENT_ID:=}" "${SALES_IN_SOURCE:=}" "${MARKETPLACE_ORDERS_IN_SOURCE:=}" "${SALES_WORKER:=}" "${TILL_SALES:=}"
: "${UPLOADS_BUCKET:=}" "${UPLOADS_HMAC_ID:=}" "${URL_PUBLICATIONS:=}" "${USER_BITCRAM:=}" "${FLASH_SCHEDULE:=}" "${PAGE_BUCKET:=}" "${PAGE_READER:=}" "${ALERT_CHANNEL:=}"
# Beside a flash a whole run every half an hour is enough.
: "${SCHEDULE:=*/$([ -n "$FLASH_SCHEDULE" ] && echo 30 || echo 5) * * * *}"
: "${LISTINGS_SCHEDULE:=15 4 * * *}" "${PAGE_LANGUAGE:=es}" "${DATABASE_LOGIN:=IAM}" "${NETWORK:=}" "${SUBNETWORK:=}" "${TIME_ZONE:=America/Argentina/Buenos_Aires}"

if [ -n "$MELI_CLIENT_ID" ] && [ -n "$URL_PUBLICATIONS" ]; then
  echo "The publications service writes to Mercado Libre too: leave out URL_PUBLICATIONS or MELI_CLIENT_ID." >&2
  exit 64
fi

# A till needs somebody who takes its sales.
: "${SALES_WORKER:=$TILL_SALES}"

refused=()
gcloud() { command gcloud --project="$PROJECT" "$@" || refused+=("gcloud $*"); }
account() { echo "serviceAccount:$1@$PROJECT.iam.gserviceaccount.com"; }

of_database=(bitcram-sync bitcram-migrate ${PAGE_BUCKET:+bitcram-reader} ${UPLOADS_BUCKET:+bitcram-serve})
scheduled=(bitcram-sync ${USER_BITCRAM:+bitcram-renew} ${PAGE_BUCKET:+bitcram-reader})
jobs=(bitcram-migrate "${scheduled[@]}")

gcloud services enable artifactregistry.googleapis.com cloudbuild.googleapis.com cloudresourcemanager.googleapis.com \
  cloudscheduler.googleapis.com iam.googleapis.com logging.googleapis.com monitoring.googleapis.com run.googleapis.com \
  secretmanager.googleapis.com sqladmin.googleapis.com storage.googleapis.com
gcloud artifacts repositories create jobs --repository-format=docker --location="$REGION"
for name in bitcram-builder "${jobs[@]}" ${UPLOADS_BUCKET:+bitcram-serve} "${scheduled[@]/%/-scheduler}"; do gcloud iam service-accounts create "$name"; done

# The database.
may() {
  gcloud projects add-iam-policy-binding "$PROJECT" --member="$(account "$1")" --role="roles/$2" --condition="$3"
}
may_read() {
  gcloud secrets create "$1" --replication-policy=automatic
  gcloud secrets add-iam-policy-binding "$1" --member="$(account "$2")" --role=roles/secretmanager.secretAccessor
}
gcloud sql databases create "$SCHEMA" --instance="$INSTANCE" --charset=utf8mb4
only="title=only this instance,expression=resource.name == 'projects/$PROJECT/instances/$INSTANCE' && resource.type == 'sqladmin.googleapis.com/Instance'"
for name in "${of_database[@]}"; do
  may "$name" cloudsql.client "$only"
  if [ "$DATABASE_LOGIN" = IAM ]; then
    may "$name" cloudsql.instanceUser "$only"
    gcloud sql users create "$name@$PROJECT.iam.gserviceaccount.com" --instance="$INSTANCE" --type=cloud_iam_service_account
  else
    may_read "bitcram-db-${name#bitcram-}" "$name"
  fi
done

# The secrets, each with its one reader.
may_read bitcram-token bitcram-sync
[ -z "$URL_PUBLICATIONS" ] || may_read bitcram-publications bitcram-sync
[ -z "$SHOPIFY_URL" ] || may_read bitcram-shopify bitcram-sync
[ -z "$MELI_CLIENT_ID" ] || { may_read bitcram-meli bitcram-sync && may_read bitcram-meli-refresh bitcram-sync; }
[ -z "$TILL_SALES" ] || may_read bitcram-rabbitmq bitcram-sync
[ -z "$UPLOADS_BUCKET" ] || { may_read bitcram-api-tokens bitcram-serve && may_read bitcram-uploads-hmac bitcram-serve; }
may_renew() {
  gcloud secrets add-iam-policy-binding "$1" --member="$(account "$2")" --role="projects/$PROJECT/roles/bitcramTokenRenewal"
}
# Google's own role for versions may destroy them as well, and what is destroyed cannot be brought back.
[ -z "$USER_BITCRAM$MELI_CLIENT_ID" ] || gcloud iam roles create bitcramTokenRenewal --title="Token renewal" \
  --permissions=secretmanager.versions.access,secretmanager.versions.add,secretmanager.versions.disable,secretmanager.versions.get,secretmanager.versions.list
if [ -n "$USER_BITCRAM" ]; then
  may_read bitcram-password bitcram-renew
  may_renew bitcram-token bitcram-renew
fi
# Each refresh token of Mercado Libre is good once: whoever uses it puts the next one into the secret.
[ -z "$MELI_CLIENT_ID" ] || may_renew bitcram-meli-refresh bitcram-sync

# The jobs, with Google's sample image until Cloud Build deploys its own.
job() {
  gcloud run jobs create "$1" --image=us-docker.pkg.dev/cloudrun/container/job:latest --args="$2" --set-env-vars="$3" \
    --service-account="$1@$PROJECT.iam.gserviceaccount.com" --max-retries=0 --task-timeout=900s --tasks=1 --cpu=1 --memory=512Mi \
    "${@:4}"
}
database() {
  local variables="PROJECT_ID=$PROJECT,INSTANCE_DB=$PROJECT:$REGION:$INSTANCE,AUTH_TYPE_DB=$DATABASE_LOGIN,NAME_DB=$SCHEMA,USER_DB=$1"
  [ "$DATABASE_LOGIN" = IAM ] || variables+=",PASSWORD_DB_SECRET_ID=bitcram-db-${1#bitcram-}"
  echo "$variables${NETWORK:+,IP_TYPE_DB=PRIVATE}"
}
near_database=(--region="$REGION" ${NETWORK:+--network="$NETWORK" --subnet="$SUBNETWORK" --vpc-egress=private-ranges-only})
bitcram="SECRET_ID=bitcram-token,URL_BITCRAM=$URL_BITCRAM"
webhooks=${URL_PUBLICATIONS:+URL_PUBLICATIONS=$URL_PUBLICATIONS,SECRET_PUBLICATIONS_SECRET_ID=bitcram-publications}
marketplaces=${SHOPIFY_URL:+,SHOPIFY=on,SHOPIFY_URL=$SHOPIFY_URL,SHOPIFY_TOKEN_SECRET_ID=bitcram-shopify,SHOPIFY_LOCATION_ID=$SHOPIFY_LOCATION_ID}
marketplaces+=${MELI_CLIENT_ID:+,MELI=on,MELI_CLIENT_ID=$MELI_CLIENT_ID,MELI_CLIENT_SECRET_SECRET_ID=bitcram-meli,MELI_REFRESH_TOKEN_SECRET_ID=bitcram-meli-refresh}
marketplaces+=${marketplaces:+,SALES_IN_SOURCE=$SALES_IN_SOURCE,MARKETPLACE_ORDERS_IN_SOURCE=$MARKETPLACE_ORDERS_IN_SOURCE}
marketplaces+=${TILL_SALES:+,RABBITMQ_URL_SECRET_ID=bitcram-rabbitmq}
job bitcram-migrate migrate "$(database bitcram-migrate)" "${near_database[@]}"
# Ended by itself, a run has a report and an alert; ended by Cloud Run, a minute later, it has neither.
job bitcram-sync sync "$(database bitcram-sync),$bitcram,CHECKOUT=$CHECKOUT,RUN_LIMIT_S=840,LANG=$PAGE_LANGUAGE,${webhooks:-NOTIFY=off}$marketplaces" "${near_database[@]}"
[ -z "$USER_BITCRAM" ] || job bitcram-renew renew-token \
  "PROJECT_ID=$PROJECT,$bitcram,USER_BITCRAM=$USER_BITCRAM,PASSWORD_BITCRAM_SECRET_ID=bitcram-password" --region="$REGION"
if [ -n "$PAGE_BUCKET" ]; then
  gcloud storage buckets create "gs://$PAGE_BUCKET" --location="$REGION" --uniform-bucket-level-access --public-access-prevention
  gcloud storage buckets add-iam-policy-binding "gs://$PAGE_BUCKET" --member="$(account bitcram-reader)" --role=roles/storage.objectUser
  [ -z "$PAGE_READER" ] ||
    gcloud storage buckets add-iam-policy-binding "gs://$PAGE_BUCKET" --member="$PAGE_READER" --role=roles/storage.objectViewer
  # The image's user, who could not write into a folder of root's.
  job bitcram-reader "--lang,$PAGE_LANGUAGE,report,--out,/page/index.html,--time-zone,$TIME_ZONE" "$(database bitcram-reader)" "${near_database[@]}" \
    --add-volume="name=page,type=cloud-storage,bucket=$PAGE_BUCKET,mount-options=uid=1000;gid=1000" \
    --add-volume-mount=volume=page,mount-path=/page
fi

# Keeps the marketplaces up to date between the runs, and records the till's sales; it begins with no instance, as the schedules begin paused.
[ -z "$SALES_WORKER" ] || gcloud run worker-pools deploy bitcram-sales-worker --image=us-docker.pkg.dev/cloudrun/container/worker-pool:latest \
  --args="sales-worker$([ -n "$TILL_SALES" ] || echo ,--deliver-only)" --set-env-vars="$(database bitcram-sync),LANG=$PAGE_LANGUAGE,NOTIFY=off,HEALTH_LISTEN=0.0.0.0:9090$marketplaces" --instances=0 \
  --service-account="bitcram-sync@$PROJECT.iam.gserviceaccount.com" --cpu=1 --memory=512Mi "${near_database[@]}"

# Takes in uploads, once its image and its secrets are there: UPLOADS_HMAC_ID is the id of a key that its account has. Who may ask says API_TOKENS.
if [ -n "$UPLOADS_BUCKET" ]; then
  gcloud storage buckets create "gs://$UPLOADS_BUCKET" --location="$REGION" --uniform-bucket-level-access --public-access-prevention
  gcloud storage buckets add-iam-policy-binding "gs://$UPLOADS_BUCKET" --member="$(account bitcram-serve)" --role=roles/storage.objectUser
  gcloud iam service-accounts add-iam-policy-binding "bitcram-serve@$PROJECT.iam.gserviceaccount.com" --member="$(account bitcram-builder)" \
    --role=roles/iam.serviceAccountUser
fi
if [ -n "$UPLOADS_BUCKET" ] && [ -n "$UPLOADS_HMAC_ID" ]; then
  uploads="LANG=$PAGE_LANGUAGE,LISTEN=0.0.0.0:8080,API_TOKENS_SECRET_ID=bitcram-api-tokens,UPLOAD_STORE=s3://$UPLOADS_BUCKET/uploads"
  uploads+=",S3_ENDPOINT=https://storage.googleapis.com,AWS_ACCESS_KEY_ID=$UPLOADS_HMAC_ID,AWS_SECRET_ACCESS_KEY_SECRET_ID=bitcram-uploads-hmac"
  gcloud run deploy bitcram-serve --image="$REGION-docker.pkg.dev/$PROJECT/jobs/bitcram-inventory-sync:latest" --args=serve \
    --set-env-vars="$(database bitcram-serve),$uploads" --service-account="bitcram-serve@$PROJECT.iam.gserviceaccount.com" \
    --use-http2 --port=8080 --no-invoker-iam-check --ingress=all --no-cpu-throttling --cpu-boost --min-instances=1 --max-instances=3 \
    --concurrency=200 --timeout=3600s --cpu=1 --memory=1Gi --startup-probe=httpGet.path=/healthz,httpGet.port=8080,periodSeconds=5,failureThreshold=12 \
    --liveness-probe=httpGet.path=/healthz,httpGet.port=8080,periodSeconds=30,timeoutSeconds=5,failureThreshold=3 "${near_database[@]}"
  gcloud run services add-iam-policy-binding bitcram-serve --region="$REGION" --role=roles/run.developer --member="$(account bitcram-builder)"
fi

# The schedules, each with an account that may start its own job and nothing else.
start() {
  gcloud scheduler jobs create http "$1" --location="$REGION" --schedule="$3" --time-zone="$TIME_ZONE" --http-method=POST \
    --uri="https://run.googleapis.com/v2/projects/$PROJECT/locations/$REGION/jobs/$2:run" --attempt-deadline=60s \
    --oauth-service-account-email="$2-scheduler@$PROJECT.iam.gserviceaccount.com" --max-retry-attempts=0 "${@:4}"
  # A run without the database's rights could only fail.
  gcloud scheduler jobs pause "$1" --location="$REGION"
}
schedule() {
  gcloud run jobs add-iam-policy-binding "$1" --region="$REGION" --role=roles/run.invoker --member="$(account "$1-scheduler")"
  start "$1" "$1" "$2"
}
schedule bitcram-sync "$SCHEDULE"
# The job of sync with other arguments, which takes the right to give them.
with_arguments() {
  start "$1" bitcram-sync "$2" --headers=Content-Type=application/json \
    --message-body="{\"overrides\":{\"containerOverrides\":[{\"args\":$3}]}}"
}
[ -z "$FLASH_SCHEDULE$SHOPIFY_URL$MELI_CLIENT_ID" ] || gcloud run jobs add-iam-policy-binding bitcram-sync --region="$REGION" \
  --role=roles/run.jobsExecutorWithOverrides --member="$(account bitcram-sync-scheduler)"
[ -z "$FLASH_SCHEDULE" ] || with_arguments bitcram-flash "$FLASH_SCHEDULE" '["sync","--mode","flash"]'
# What is new in a marketplace gets no stock before its listing is read.
[ -z "$SHOPIFY_URL$MELI_CLIENT_ID" ] || with_arguments bitcram-listings "$LISTINGS_SCHEDULE" '["listings","pull"]'
[ -z "$USER_BITCRAM" ] || schedule bitcram-renew '17 4 * * *'
[ -z "$PAGE_BUCKET" ] || schedule bitcram-reader '2 * * * *'

# Whom Cloud Build builds as. It updates the jobs, which makes it act as their accounts.
builder=$(account bitcram-builder)
may bitcram-builder logging.logWriter None
may bitcram-builder run.viewer None
may bitcram-builder storage.objectViewer \
  "title=only the source of builds,expression=resource.name.startsWith('projects/_/buckets/${PROJECT}_cloudbuild')"
gcloud artifacts repositories add-iam-policy-binding jobs --location="$REGION" --member="$builder" --role=roles/artifactregistry.writer
for name in "${jobs[@]}"; do
  gcloud run jobs add-iam-policy-binding "$name" --region="$REGION" --role=roles/run.developer --member="$builder"
  gcloud iam service-accounts add-iam-policy-binding "$name@$PROJECT.iam.gserviceaccount.com" --member="$builder" \
    --role=roles/iam.serviceAccountUser
done

[ -z "$SALES_WORKER" ] ||
  gcloud run worker-pools add-iam-policy-binding bitcram-sales-worker --region="$REGION" --role=roles/run.developer --member="$builder"

# What is counted from each run's report. What changed is the sum of the first three.
for field in inserted updated removed pending dead; do
  gcloud logging metrics create "bitcram/$field" --config-from-file=- <<END
filter: resource.type="cloud_run_job" AND resource.labels.job_name="bitcram-sync" AND jsonPayload.event="run.finished" AND jsonPayload.dry_run=false
valueExtractor: EXTRACT(jsonPayload.$field)
metricDescriptor: { metricKind: DELTA, valueType: DISTRIBUTION, unit: "1" }
bucketOptions: { exponentialBuckets: { numFiniteBuckets: 24, growthFactor: 2, scale: 1 } }
END
done
[ -z "$ALERT_CHANNEL" ] || gcloud alpha monitoring policies create --notification-channels="$ALERT_CHANNEL" --policy-from-file=- <<'END'
displayName: Bitcram jobs fail
combiner: OR
conditions:
  - displayName: an execution failed
    conditionThreshold:
      filter: resource.type = "cloud_run_job" AND resource.labels.job_name = starts_with("bitcram-") AND metric.type = "run.googleapis.com/job/completed_execution_count" AND metric.labels.result = "failed"
      comparison: COMPARISON_GT
      thresholdValue: 0
      duration: 0s
      aggregations: [{ alignmentPeriod: 300s, perSeriesAligner: ALIGN_DELTA, crossSeriesReducer: REDUCE_SUM }]
END

if [ ${#refused[@]} -gt 0 ]; then
  printf 'refused: %s\n' "${refused[@]}" >&2
  echo 'What exists already is refused and left as it is; for the rest, look at the messages above, and run this again.' >&2
  exit 1
fi
