-- The products of the spreadsheets that suppliers upload: the 13 columns of the template, whose they are, and the task that wrote each last.
CREATE TABLE IF NOT EXISTS catalog_item (
  id VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  nombre VARCHAR(255) NOT NULL,
  codigo VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  categoria VARCHAR(128) NOT NULL,
  presentacion VARCHAR(255) NULL,
  precio_unitario DECIMAL(15, 4) NOT NULL,
  certificado_sanitario VARCHAR(255) NOT NULL,
  condiciones_almacenamiento VARCHAR(512) NOT NULL,
  tiempo_entrega_dias INT NOT NULL,
  stock_minimo INT NOT NULL,
  stock_critico INT NOT NULL,
  requiere_lote TINYINT(1) NOT NULL,
  requiere_vencimiento TINYINT(1) NOT NULL,
  proveedor_id VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  task_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY by_codigo (codigo)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- One row an upload. `state`: 'pending', 'processing', 'cancelling', 'completed', 'failed', 'cancelled'. `fence` grows with each claim: who
-- holds an older one writes nothing more. `checkpoint_row`: the last row of the spreadsheet whose outcome is committed. Counters are rows.
-- `total` is NULL until the file has been read to its end; `result` has what JSON answers show of the products that were created.
-- `store_uuid`: the folder or bucket where its file lies. `error_code` and `error_params` are a phrase of the program. `dead_at`: given up after its tries.
CREATE TABLE IF NOT EXISTS upload_task (
  task_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  proveedor_id VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  filename VARCHAR(255) NOT NULL,
  state VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  stage VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  replaces TINYINT(1) NOT NULL,
  dry_run TINYINT(1) NOT NULL,
  sheet VARCHAR(64) NULL,
  encoding VARCHAR(32) NULL,
  decimal_mark VARCHAR(5) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  object_key VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  store_uuid CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  sha256 CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  size_bytes BIGINT NOT NULL,
  found_encoding VARCHAR(32) NULL,
  found_delimiter CHAR(1) NULL,
  fence INT NOT NULL DEFAULT 0,
  lease_until DATETIME(6) NULL,
  attempts INT NOT NULL DEFAULT 0,
  next_attempt_at DATETIME(6) NULL,
  checkpoint_row INT NOT NULL DEFAULT 0,
  total INT NULL,
  created INT NOT NULL DEFAULT 0,
  updated INT NOT NULL DEFAULT 0,
  unchanged INT NOT NULL DEFAULT 0,
  failed INT NOT NULL DEFAULT 0,
  duplicates INT NOT NULL DEFAULT 0,
  result JSON NULL,
  error_code VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
  error_params JSON NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  started_at DATETIME(6) NULL,
  ended_at DATETIME(6) NULL,
  dead_at DATETIME(6) NULL,
  PRIMARY KEY (task_id),
  KEY by_owner (proveedor_id, created_at, task_id),
  KEY by_owner_state (proveedor_id, state),
  KEY by_state (state, next_attempt_at, created_at),
  KEY by_created (created_at, task_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- One row each row of a spreadsheet that failed: `errors` is a list of {column, code, params}, column NULL where it is the whole row.
CREATE TABLE IF NOT EXISTS upload_row_error (
  task_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  fila INT NOT NULL,
  errors JSON NOT NULL,
  PRIMARY KEY (task_id, fila)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- The embedded queue. A message only wakes a worker: what is to be done stands in upload_task. `available_at`: hidden until then, since it
-- was put with a delay, or a worker has it; `receipt` is that of the last one that took it.
CREATE TABLE IF NOT EXISTS upload_message (
  id BIGINT NOT NULL AUTO_INCREMENT,
  task_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  receipt CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
  receives INT NOT NULL DEFAULT 0,
  available_at DATETIME(6) NOT NULL,
  PRIMARY KEY (id),
  KEY by_due (available_at, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- What a request with an Idempotency-Key made; `request_hash` tells another request under the same key apart.
CREATE TABLE IF NOT EXISTS upload_idempotency (
  proveedor_id VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  idempotency_key VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  request_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  task_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  created_at DATETIME(6) NOT NULL,
  PRIMARY KEY (proveedor_id, idempotency_key),
  KEY by_created (created_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;
