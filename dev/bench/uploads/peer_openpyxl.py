"""The way of the document that the bulk upload was born from: pandas reads the whole sheet by openpyxl, then one SELECT and one INSERT a row, one
commit at the end. Written from the description."""
import json, os, time
import pandas as pd
from sqlalchemy import create_engine, text
eng = create_engine(os.environ["PEER_DB"])
t0 = time.time()
df = pd.read_excel(os.environ["SPREADSHEET"], dtype={"id": str, "codigo": str})
columns = [c.strip().lower() for c in df.columns]
df.columns = columns
created, failed = 0, 0
true = {"true", "1", "si", "sí", "yes"}
find = text("SELECT id FROM peer_item WHERE id = :id OR codigo = :codigo LIMIT 1")
insert = text(f"INSERT INTO peer_item ({', '.join(columns)}) VALUES ({', '.join(':' + c for c in columns)})")
with eng.begin() as c:
    for _, row in df.iterrows():
        item = {k: (None if pd.isna(v) else v) for k, v in row.items()}
        if any(item[k] in (None, "") for k in ("id", "nombre", "codigo", "categoria", "precio_unitario")):
            failed += 1
            continue
        for k in ("requiere_lote", "requiere_vencimiento"):
            item[k] = str(item[k]).lower() in true
        if c.execute(find, {"id": item["id"], "codigo": item["codigo"]}).first():
            failed += 1
            continue
        c.execute(insert, item)
        created += 1
print(json.dumps({"tookMs": (time.time() - t0) * 1000, "created": created, "failed": failed}))
