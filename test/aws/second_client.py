"""Asks the stand-in what our own clients ask it, through boto3; prints what it was answered as JSON."""

import json
import sys
import time

import boto3
from botocore.client import Config
from botocore.exceptions import ClientError


def main(endpoint: str, bucket: str, secret: str) -> None:
    def client(service: str, **more):
        return boto3.client(service, endpoint_url=endpoint, config=Config(retries={"total_max_attempts": 1}), **more)

    def refused(call) -> list:
        try:
            call()
        except ClientError as error:
            answer = error.response
            return [answer["Error"]["Code"], answer["ResponseMetadata"]["HTTPStatusCode"]]
        return []

    s3 = client("s3")
    body = "héllo\n".encode() * 1000
    put = s3.put_object(Bucket=bucket, Key="a b/ü.txt", Body=body, ChecksumAlgorithm="SHA256")
    # boto3 reads the bytes through its own check of the checksum
    got = s3.get_object(Bucket=bucket, Key="a b/ü.txt", ChecksumMode="ENABLED")
    same = got["Body"].read() == body

    once = client("s3")
    # older versions know no parameter for it
    once.meta.events.register(
        "before-sign.s3.PutObject", lambda request, **_: request.headers.add_header("If-None-Match", "*")
    )
    once.put_object(Bucket=bucket, Key="once", Body=b"first")
    again = refused(lambda: once.put_object(Bucket=bucket, Key="once", Body=b"second"))
    kept = s3.get_object(Bucket=bucket, Key="once")["Body"].read().decode()
    wrong = refused(
        lambda: s3.put_object(
            Bucket=bucket, Key="wrong", Body=b"text", ChecksumSHA256="A" * 43 + "="
        )
    )
    stranger = client("s3", aws_access_key_id="stand-in-key", aws_secret_access_key="wrong")
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, PaginationConfig={"PageSize": 1})
    keys = [entry["Key"] for page in pages for entry in page.get("Contents", [])]

    athena = client("athena")
    started = athena.start_query_execution(
        QueryString="SELECT word FROM words WHERE day = ?",
        ExecutionParameters=["DATE '2025-09-30'"],
        QueryExecutionContext={"Catalog": "AwsDataCatalog", "Database": "books"},
        WorkGroup="ipe",
    )["QueryExecutionId"]
    early = refused(lambda: athena.get_query_results(QueryExecutionId=started))
    states = []
    while not states or states[-1] in ("QUEUED", "RUNNING"):
        execution = athena.get_query_execution(QueryExecutionId=started)["QueryExecution"]
        states.append(execution["Status"]["State"])
        time.sleep(0.01)
    rows = [
        [datum.get("VarCharValue") for datum in row["Data"]]
        for page in athena.get_paginator("get_query_results").paginate(
            QueryExecutionId=started, PaginationConfig={"PageSize": 2}
        )
        for row in page["ResultSet"]["Rows"]
    ]
    place, _, key = execution["ResultConfiguration"]["OutputLocation"][len("s3://") :].partition("/")

    secrets = client("secretsmanager")
    caller = client("sts").get_caller_identity()
    print(
        json.dumps(
            {
                "client": boto3.__version__,
                "checksums": [put["ChecksumSHA256"], got["ChecksumSHA256"]],
                "same": same,
                "again": again,
                "kept": kept,
                "wrong": wrong,
                "stranger": refused(lambda: stranger.list_objects_v2(Bucket=bucket)),
                "keys": keys,
                "early": early,
                "states": states,
                "rows": rows,
                "csv": s3.get_object(Bucket=place, Key=key)["Body"].read().decode(),
                "secret": secrets.get_secret_value(SecretId=secret)["SecretString"],
                "noSecret": refused(lambda: secrets.get_secret_value(SecretId="none")),
                "caller": [caller["Account"], caller["Arn"]],
            }
        )
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
