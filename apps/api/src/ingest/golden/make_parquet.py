"""Writes the Parquet fixtures of this folder with Apache Arrow's C++ writer. Not needed to build or test: python make_parquet.py"""
import datetime as dt
from decimal import Decimal
import pyarrow as pa
import pyarrow.parquet as pq

n = 40
rows = range(n)
table = pa.table({
    'int': pa.array([r - 5 if r % 6 else None for r in rows], pa.int64()),
    'small': pa.array([r % 100 for r in rows], pa.int8()),
    'unsigned': pa.array([4294967295 - r for r in rows], pa.uint32()),
    'float': pa.array([r / 4 for r in rows], pa.float32()),
    'double': pa.array([r / 7 if r % 5 else None for r in rows], pa.float64()),
    'decimal': pa.array([Decimal('0.3'), Decimal('-12345678901.123'), None] + [Decimal(r) / 1000 for r in range(3, n)], pa.decimal128(20, 3)),
    'flag': pa.array([None if r == 2 else r % 3 == 0 for r in rows], pa.bool_()),
    'text': pa.array([['Köln', '女', 'x,"y"'][r % 3] if r % 4 else None for r in rows], pa.string()),
    'level': pa.array(['low', 'high', None, 'low'] * 10, pa.string()).dictionary_encode(),
    'date': pa.array([dt.date(1960, 1, 30) + dt.timedelta(days=400 * r) for r in rows], pa.date32()),
    'micros': pa.array([dt.datetime(2020, 2, 29, 23, 59, 59, 1500 * r) for r in rows], pa.timestamp('us')),
    'before': pa.array([-1 - r for r in rows], pa.timestamp('ms')),
})


def cell(value):
    if value is None:
        return ''
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dt.datetime):
        text = value.strftime('%Y-%m-%dT%H:%M:%S.%f').rstrip('0').rstrip('.')
        return text + 'Z'
    text = str(value)
    return '"' + text.replace('"', '""') + '"' if ',' in text else text


with open('types.csv', 'w', encoding='utf-8', newline='') as file:
    file.write(','.join(table.column_names) + '\n')
    for row in table.to_pylist():
        file.write(','.join(cell(value) for value in row.values()) + '\n')
pq.write_table(table, 'snappy.parquet', compression='snappy', row_group_size=16)
pq.write_table(table, 'zstd-v2.parquet', compression='zstd', data_page_version='2.0', data_page_size=64)
pq.write_table(table, 'gzip.parquet', compression='gzip', use_dictionary=False)
pq.write_table(table, 'brotli.parquet', compression='brotli', write_page_index=True, data_page_size=64)
pq.write_table(table, 'lz4.parquet', compression='lz4', use_dictionary=False, column_encoding={'int': 'DELTA_BINARY_PACKED', 'double': 'BYTE_STREAM_SPLIT', 'text': 'DELTA_BYTE_ARRAY'})
pq.write_table(table, 'plain.parquet', compression='none', use_dictionary=False)
pq.write_table(pa.table({'id': [1], 'list': [[1, 2]], 'struct': [{'a': 1}]}), 'nested.parquet')
