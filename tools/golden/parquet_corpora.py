"""Writes what pyarrow reads in the public parquet files of ../shared/corpora/parquet, column by column. CorporaTest compares it with what
islr.data.internal.parquet.ParquetFile reads.

    python tools/golden/parquet_corpora.py [CORPORA] [OUT]

Needs pyarrow (25) and numpy. CORPORA defaults to ../shared/corpora/parquet, OUT to islr/src/test/resources/islr/data/corpora/pyarrow.tsv,
both relative to the repository's root. The table has a line for each file: its name, then for each flat column of numbers or texts that
pyarrow reads its place at the top of the schema, the number of rows and a CRC-32, separated by colons. Other columns, and files that
pyarrow refuses, have none. Many of the files are damaged on purpose, so each is read in a process of its own.

The CRC-32 is of numbers cast to double, little-endian, NULL as NaN and each NaN with the same bits; or of texts in UTF-8, each after its
length in four bytes, NULL as the length -1. Bytes that are not UTF-8 become U+FFFD, as Java replaces them.
"""

import pathlib
import subprocess
import sys
import zlib

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

ROOT = pathlib.Path(__file__).resolve().parents[2]


def digest(column):
    kind = column.type
    if pa.types.is_dictionary(kind):
        column, kind = column.cast(kind.value_type), kind.value_type
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_null(kind):
        numbers = column.cast(pa.float64(), safe=False).to_numpy().astype("<f8")
        numbers.view("<u8")[np.isnan(numbers)] = 0x7FF8000000000000  # Java's one NaN
        return zlib.crc32(numbers.tobytes())
    if pa.types.is_string(kind) or pa.types.is_binary(kind):
        crc = 0
        for text in column.cast(pa.binary()).to_pylist():
            text = None if text is None else text.decode("utf-8", "replace").encode()
            crc = zlib.crc32((-1 if text is None else len(text)).to_bytes(4, "little", signed=True) + (text or b""), crc)
        return crc
    return None


def figures(path):
    file = pq.ParquetFile(path)
    leaves = {leaf.path: leaf for leaf in map(file.schema.column, range(len(file.schema)))}
    found = []
    for i, field in enumerate(file.schema_arrow):
        leaf = leaves.get(field.name)
        if leaf is None or leaf.max_repetition_level > 0 or leaf.path != leaf.name:
            continue
        try:
            column = file.reader.read_column(i)
            crc = digest(column)
        except (pa.ArrowException, OSError, UnicodeDecodeError):
            continue
        if crc is not None:
            found.append(f"{i}:{len(column)}:{crc}")
    return found


def main():
    corpora = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / ".." / "shared/corpora/parquet"
    if corpora.is_file():
        print("\t".join(figures(corpora)))
        return
    out = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else ROOT / "islr/src/test/resources/islr/data/corpora/pyarrow.tsv"
    lines = []
    for path in sorted(p for p in corpora.rglob("*") if p.is_file()):
        run = subprocess.run([sys.executable, __file__, path], capture_output=True, text=True)
        lines.append("\t".join([path.relative_to(corpora).as_posix(), *run.stdout.split()]))
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
