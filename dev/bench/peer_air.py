"""The way of the seed: the whole light list into pandas, and one write per product, each with its own commit.
Written from the description."""
import json, os, resource, time
import pandas as pd, requests
from sqlalchemy import create_engine, text
U = os.environ["URL_AIR"] + "/"
# Debian 12 has 1.4, whose connections commit by themselves unless they are told to be those of 2.
eng = create_engine(os.environ["PEER_DB"], future=True)
t0 = time.time()
token = requests.get(U, params={"q": "login", "user": os.environ["USER_AIR"], "pass": os.environ["PASSWORD_AIR"]}).json()["token"]
H = {"Authorization": f"Bearer {token}"}
rows, page = [], 0
while True:
    part = requests.post(U, params={"q": "syp", "page": page}, headers=H, json={}).json()
    if not part:
        break
    rows += part
    page += 1
df = pd.DataFrame([{"code": r["codigo"], "cost": r["precio"],
                    "stock": next((r[k]["disponible"] for k in ("cba", "air", "lug", "ros", "mza") if r[k]["disponible"] > 0), 0)} for r in rows])
df["list_price"] = (df["cost"].astype(float) * 1.30).round(4)
t1 = time.time()
with eng.connect() as c:
    for code, cost, stock, price in df.itertuples(index=False):
        c.execute(text("UPDATE peer_item SET cost = :cost, list_price = :price, stock = :stock WHERE code = :code"),
                  {"cost": float(cost), "price": float(price), "stock": int(stock), "code": code})
        c.commit()
t2 = time.time()
print(json.dumps({"rows": len(df), "fetch_s": round(t1 - t0, 2), "write_s": round(t2 - t1, 2),
                  "rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}))
