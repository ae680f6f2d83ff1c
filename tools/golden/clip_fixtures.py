"""Writes one small clip of two frames in the many forms that parquet writers give it: the fixtures of
ClipReaderTest, DamagedClipsTest and RefusedClipsTest.

    python tools/golden/clip_fixtures.py [OUT]

Needs pyarrow (25), fastparquet and numpy. OUT defaults to islr/src/test/resources/islr/data/fixtures, relative to the repository's root.
The landmarks follow a formula that the test uses too: x, y, z = ((3 row + axis + 7 frame) mod 2048) / 1024, exact even in half precision;
the left hand is missing in frame 1. The folder `refused` holds files that are not clips.
"""

import pathlib
import sys

import fastparquet
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

ROOT = pathlib.Path(__file__).resolve().parents[2]
PARTS = [("face", 468), ("left_hand", 21), ("pose", 33), ("right_hand", 21)]
ROWS = 543
FRAMES = 2
LABELS = {"use_dictionary": ["frame", "type", "landmark_index"]}


def clip(dtype=np.float64, nulls=True):
    row = np.tile(np.arange(ROWS), FRAMES)
    frame = np.repeat(np.arange(FRAMES), ROWS)
    missing = (frame == 1) & (row >= 468) & (row < 489)
    columns = {
        "frame": pa.array(frame + 20, pa.int16()),
        "type": pa.array(FRAMES * [name for name, count in PARTS for _ in range(count)]),
        "landmark_index": pa.array(np.array(FRAMES * [i for _, count in PARTS for i in range(count)]), pa.int16()),
    }
    for axis, name in enumerate("xyz"):
        values = ((3 * row + axis + 7 * frame) % 2048 / 1024).astype(dtype)
        if nulls:
            columns[name] = pa.array(values, mask=missing)
        else:
            values[missing] = np.nan
            columns[name] = pa.array(values)
    return pa.table(columns)


def with_irises(table):
    """As newer models of MediaPipe write it: ten more points after the 468 of each face."""
    pieces = []
    for frame in range(FRAMES):
        rows = table.slice(frame * ROWS, ROWS)
        irises = rows.slice(0, 10).set_column(2, "landmark_index", pa.array(range(468, 478), pa.int16()))
        pieces += [rows.slice(0, 468), irises, rows.slice(468)]
    return pa.concat_tables(pieces).combine_chunks()


def without_labels(table):
    return table.select(["x", "y", "z"])


def cast(table, **types):
    for name, kind in types.items():
        table = table.set_column(table.column_names.index(name), name, table[name].cast(kind))
    return table


def required(table):
    return table.cast(pa.schema([f.with_nullable(False) for f in table.schema]))


def main():
    out = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "islr/src/test/resources/islr/data/fixtures"
    refused = out / "refused"
    refused.mkdir(parents=True, exist_ok=True)
    doubles, floats = clip(), clip(np.float32)
    nan = clip(np.float32, nulls=False)
    plain = {"use_dictionary": False}

    def write(name, table, **options):
        pq.write_table(table, out / f"{name}.parquet", store_schema=False, **options)

    write("snappy-dictionary-doubles", doubles)
    write("zstd-plain-floats", floats, compression="zstd", **LABELS)
    write("zstd-strongest-v2-pages", doubles, compression="zstd", compression_level=22, data_page_version="2.0")
    write("gzip-many-row-groups", floats, compression="gzip", row_group_size=400)
    write("gzip-small-v2-pages", floats, compression="gzip", data_page_version="2.0", data_page_size=300, write_batch_size=64)
    write("lz4-byte-stream-split", floats, compression="lz4", use_byte_stream_split=["x", "y", "z"], **LABELS)
    write("none-byte-stream-split-doubles", without_labels(doubles), compression="none", use_byte_stream_split=["x", "y", "z"], **plain)
    write("none-nan-with-checksums", without_labels(nan), compression="none", write_page_checksum=True, **plain)
    write("snappy-checksums-v2", without_labels(nan), data_page_version="2.0", write_page_checksum=True)
    write("zstd-half-floats", without_labels(clip(np.float16)), compression="zstd")
    write("zstd-delta-labels", floats, compression="zstd", use_dictionary=False, column_encoding={
        "frame": "DELTA_BINARY_PACKED", "type": "DELTA_BYTE_ARRAY", "landmark_index": "DELTA_BINARY_PACKED",
        "x": "PLAIN", "y": "PLAIN", "z": "BYTE_STREAM_SPLIT"})
    write("zstd-delta-length-labels", floats, compression="zstd", use_dictionary=False, column_encoding={
        "frame": "PLAIN", "type": "DELTA_LENGTH_BYTE_ARRAY", "landmark_index": "PLAIN", "x": "PLAIN", "y": "PLAIN", "z": "PLAIN"})
    write("zstd-other-widths-and-order", cast(doubles, frame=pa.uint64(), landmark_index=pa.uint16(), y=pa.float32())
          .select(["z", "landmark_index", "y", "type", "x", "frame"]), compression="zstd")
    category = pa.dictionary(pa.int8(), pa.string())
    write("zstd-float-labels-category", cast(floats, frame=pa.float64(), landmark_index=pa.int64(), type=category), compression="zstd")
    write("zstd-required-columns", required(nan), compression="zstd")
    shuffled = np.random.default_rng(1).permutation(FRAMES * ROWS)
    write("zstd-shuffled-rows", floats.take(pa.array(shuffled)), compression="zstd")
    order = np.argsort(np.repeat([0, 1], ROWS) * 10 + np.tile(np.repeat([2, 1, 0, 3], [c for _, c in PARTS]), FRAMES), kind="stable")
    write("zstd-pose-first-no-frame", floats.drop_columns(["frame"]).take(pa.array(order)), compression="zstd")
    write("zstd-478-face-points", with_irises(floats), compression="zstd")
    frame = nan.to_pandas()
    columns = ["type", "landmark_index", "x", "y", "z", "frame"]
    for codec in ("GZIP", "SNAPPY"):
        fastparquet.write(str(out / f"fastparquet-{codec.lower()}.parquet"), frame[columns], compression=codec)

    def refuse(name, table, **options):
        options = {"compression": "zstd", "use_dictionary": False} | options
        pq.write_table(table, refused / f"{name}.parquet", store_schema=False, **options)

    few = floats.slice(0, 40)
    floats = floats.set_column(3, "x", floats["y"]).set_column(5, "z", floats["y"])
    refuse("brotli", without_labels(floats), compression="brotli")
    refuse("text", without_labels(cast(floats, x=pa.string())))
    refuse("list", without_labels(few).set_column(0, "x", pa.array([[1.0, 2.0]] * 40)))
    refuse("struct", pa.table({"landmark": pa.array([{"x": 1.0, "y": 1.0, "z": 1.0}] * 543)}))
    refuse("dates", without_labels(few).set_column(1, "y", pa.array([1] * 40, pa.int32()).cast(pa.date32())))
    refuse("no-rows", floats.slice(0, 0))
    refuse("forty-rows", without_labels(few))
    refuse("infinite", without_labels(floats).set_column(2, "z", pa.array(np.where(np.arange(FRAMES * ROWS) == 600, np.inf, 0.0))))
    refuse("unknown-type", floats.set_column(1, "type", pa.array(["face"] * 5 + ["left foot"] + ["face"] * (FRAMES * ROWS - 6))))
    refuse("no-type", floats.set_column(1, "type", pa.array(["face"] * 5 + [None] + ["face"] * (FRAMES * ROWS - 6))))
    twice = np.arange(FRAMES * ROWS)
    twice[470] = 471
    refuse("landmark-twice", floats.take(pa.array(twice)))
    refuse("landmark-out-of-range", floats.set_column(2, "landmark_index", pa.array([500] + [0] * (FRAMES * ROWS - 1))))
    many = 20_001 * ROWS
    refuse("too-many-frames", pa.table({axis: pa.nulls(many, pa.float32()) for axis in "xyz"}),
           row_group_size=many, max_rows_per_page=many, write_batch_size=many)
    pq.write_table(without_labels(few), refused / "encrypted.parquet", encryption_properties=encryption())


def encryption():
    import pyarrow.parquet.encryption as pe

    class Kms(pe.KmsClient):
        def __init__(self, _):
            pe.KmsClient.__init__(self)

        def wrap_key(self, key, _):
            return key

        def unwrap_key(self, key, _):
            return key

    config = pe.EncryptionConfiguration(footer_key="key", uniform_encryption=True)
    return pe.CryptoFactory(Kms).file_encryption_properties(pe.KmsConnectionConfig(), config)


if __name__ == "__main__":
    main()
