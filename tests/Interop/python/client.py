"""An unmodified grpcio client of a Ledger node: generates its stubs from ledger.proto, then checks one fact.

    client.py --protos DIR --target HOST:PORT --transactions FILE [--authority CERT.pem] FACT [FACT ...]

FILE holds JSON: {"valid": "<hex>", "tampered": "<hex>"}, two signed transactions of the target's chain, the second
with one bit of the first turned over. Exits with 0 and one line "ok FACT" for each fact that holds; a fact that does
not hold ends the program with what it got instead.
"""

import argparse
import importlib
import json
import os
import sys
import tempfile

import grpc
from grpc_tools import protoc

PATIENCE_SECONDS = 20


def generate(protos):
    """Compiles the contract into a temporary folder, and imports what came of it."""
    folder = tempfile.TemporaryDirectory(prefix="ledger-stubs-")
    for proto in ("ledger.proto", "grpc/health/v1/health.proto"):
        # The health service gets a package of its own name: "grpc" is taken by grpcio itself.
        include = protos if proto == "ledger.proto" else os.path.join(protos, "grpc/health/v1")
        if protoc.main(["protoc", f"-I{include}", f"--python_out={folder.name}",
                        f"--grpc_python_out={folder.name}", os.path.basename(proto)]) != 0:
            sys.exit(f"{proto} does not compile")
    sys.path.insert(0, folder.name)
    names = ("ledger_pb2", "ledger_pb2_grpc", "health_pb2", "health_pb2_grpc")
    return folder, {name: importlib.import_module(name) for name in names}


class Facts:
    """Each method is one fact about the node."""

    def __init__(self, channel, modules, transactions):
        self.channel = channel
        self.messages = modules["ledger_pb2"]
        self.stub = modules["ledger_pb2_grpc"].LedgerStub(channel)
        self.health = modules["health_pb2"]
        self.health_stub = modules["health_pb2_grpc"].HealthStub(channel)
        self.valid = bytes.fromhex(transactions["valid"])
        self.tampered = bytes.fromhex(transactions["tampered"])

    def unary(self):
        status = self.stub.GetStatus(self.messages.GetStatusRequest(), timeout=PATIENCE_SECONDS)
        expect(status.version != "" and status.validator != "", status)

    def submit(self):
        request = self.messages.SubmitRequest(transaction=self.valid, wait_for_receipt=True)
        response = self.stub.Submit(request, timeout=PATIENCE_SECONDS)
        accepted = (self.messages.ADMISSION_ACCEPTED, self.messages.ADMISSION_ALREADY_KNOWN)
        expect(response.admission in accepted and len(response.transaction_id) == 32 and response.receipt, response)

    def server_streaming(self):
        call = self.stub.Watch(self.messages.WatchRequest(from_height=1), timeout=PATIENCE_SECONDS)
        heights = [next(call).height for _ in range(3)]
        call.cancel()
        expect(heights == [1, 2, 3], heights)

    def stream_deadline(self):
        # Far ahead of any chain: the node has nothing to say until the deadline.
        call = self.stub.Watch(self.messages.WatchRequest(from_height=2**62), timeout=0.2)
        refused(grpc.StatusCode.DEADLINE_EXCEEDED, "", lambda: next(call))

    def deadline_exceeded(self):
        call = self.channel.unary_unary("/ledger.v1.Ledger/Submit")
        request = self.messages.SubmitRequest(transaction=self.valid, wait_for_receipt=True).SerializeToString()
        refused(grpc.StatusCode.DEADLINE_EXCEEDED, "", lambda: call(request, timeout=0.000001))

    def unknown_method(self):
        call = self.channel.unary_unary("/ledger.v1.Ledger/Destroy")
        refused(grpc.StatusCode.UNIMPLEMENTED, "", lambda: call(b"", timeout=PATIENCE_SECONDS))

    def bad_signature(self):
        request = self.messages.SubmitRequest(transaction=self.tampered)
        refused(grpc.StatusCode.INVALID_ARGUMENT, "BAD_SIGNATURE: ",
                lambda: self.stub.Submit(request, timeout=PATIENCE_SECONDS))

    def unknown_transaction(self):
        request = self.messages.GetReceiptRequest(transaction_id=bytes(32))
        refused(grpc.StatusCode.NOT_FOUND, "UNKNOWN_TRANSACTION: ",
                lambda: self.stub.GetReceipt(request, timeout=PATIENCE_SECONDS))

    def wrong_length(self):
        request = self.messages.CheckRequest(commitment=bytes(31))
        refused(grpc.StatusCode.INVALID_ARGUMENT, "MALFORMED: ",
                lambda: self.stub.Check(request, timeout=PATIENCE_SECONDS))

    def not_anchored(self):
        response = self.stub.Check(self.messages.CheckRequest(commitment=bytes(32)), timeout=PATIENCE_SECONDS)
        expect(response.verdict == self.messages.CHECK_VERDICT_NOT_FOUND and not response.matches, response)

    def compressed(self):
        request = self.messages.SubmitRequest(transaction=bytes(4096))
        refused(grpc.StatusCode.INVALID_ARGUMENT, "", lambda: self.stub.Submit(
            request, timeout=PATIENCE_SECONDS, compression=grpc.Compression.Gzip))
        refused(grpc.StatusCode.UNIMPLEMENTED, "", lambda: self.stub.Submit(
            request, timeout=PATIENCE_SECONDS, compression=grpc.Compression.Deflate))

    def too_large(self):
        request = self.messages.SubmitRequest(transaction=bytes(8 * 1024 * 1024 + 1))
        refused(grpc.StatusCode.RESOURCE_EXHAUSTED, "REQUEST_TOO_LARGE: ",
                lambda: self.stub.Submit(request, timeout=PATIENCE_SECONDS))

    def cancelled(self):
        call = self.stub.Watch(self.messages.WatchRequest(from_height=2**62), timeout=PATIENCE_SECONDS)
        call.cancel()
        refused(grpc.StatusCode.CANCELLED, "", lambda: next(call))

    def health_check(self):
        response = self.health_stub.Check(self.health.HealthCheckRequest(), timeout=PATIENCE_SECONDS)
        expect(response.status == self.health.HealthCheckResponse.SERVING, response)

    def health_watch(self):
        call = self.health_stub.Watch(self.health.HealthCheckRequest(), timeout=PATIENCE_SECONDS)
        first = next(call)
        call.cancel()
        expect(first.status == self.health.HealthCheckResponse.SERVING, first)


def expect(holds, got):
    if not holds:
        sys.exit(f"got instead: {got}")


def refused(code, prefix, call):
    try:
        answer = call()
    except grpc.RpcError as error:
        expect(error.code() == code and error.details().startswith(prefix), error)
    else:
        sys.exit(f"not refused: {answer}")


def channel_to(target, authority):
    if authority is None:
        return grpc.insecure_channel(target)
    with open(authority, "rb") as pem:
        return grpc.secure_channel(target, grpc.ssl_channel_credentials(pem.read()))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--protos", required=True)
    parser.add_argument("--target", required=True)
    parser.add_argument("--transactions", required=True)
    parser.add_argument("--authority")
    parser.add_argument("facts", nargs="+")
    arguments = parser.parse_args()

    folder, modules = generate(arguments.protos)
    with open(arguments.transactions, encoding="ascii") as file:
        transactions = json.load(file)
    with folder, channel_to(arguments.target, arguments.authority) as channel:
        facts = Facts(channel, modules, transactions)
        for fact in arguments.facts:
            getattr(facts, fact)()
            print("ok", fact, flush=True)


if __name__ == "__main__":
    main()
