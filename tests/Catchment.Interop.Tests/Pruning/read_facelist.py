"""Reads a FaceList as the tools that own it do, and prints its dtypes and its rows' names and times."""
import sys

import pandas as pd

faces = pd.read_csv(sys.argv[1], parse_dates=["timestamp"])
print(" ".join(f"{column}:{dtype}" for column, dtype in faces.dtypes.items()))
print(" ".join(f"{row.event}/{row.status}/{row.name_}/{row.timestamp.isoformat()}" for row in faces.rename(columns={"name": "name_"}).itertuples()))
if len(sys.argv) > 2:
    faces.to_csv(sys.argv[1], index=False)
