-- Only for log-in with a password (AUTH_TYPE_DB=PASSWORD); with IAM the database knows the service accounts by the same names.
-- The server makes up each password and shows it once: put it into Secret Manager, and nowhere else. Made by SQL on purpose:
-- a user made in the console, by gcloud or by the API is a cloudsqlsuperuser until somebody takes that back.
CREATE USER 'bitcram-sync'@'%' IDENTIFIED BY RANDOM PASSWORD;
CREATE USER 'bitcram-migrate'@'%' IDENTIFIED BY RANDOM PASSWORD;
CREATE USER 'bitcram-reader'@'%' IDENTIFIED BY RANDOM PASSWORD;
CREATE USER 'bitcram-serve'@'%' IDENTIFIED BY RANDOM PASSWORD;
