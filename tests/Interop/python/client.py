"""An unmodified grpcio client of a Ledger node: generates its stubs from the .proto files, then checks facts.

    client.py --protos DIR --target HOST:PORT --transactions FILE [--authority CERT.pem] FACT [FACT ...]

FILE holds JSON: {"valid": "<hex>", "tampered": "<hex>", "big": "<hex>", "held": "<hex>"}, signed transactions of
the target's chain: the second is the first with one bit turned over, the third has as many commitments as the chain
allows, the fourth is taken and never answered.
Prints "ok FACT" for each fact that holds, "not ok FACT: <what came instead>" for each other; exits with 0 only if all
hold.
"""

import argparse
import importlib
import json
import os
import queue
import sys
import tempfile

import grpc
import grpc_tools
from grpc_tools import protoc

PATIENCE_SECONDS = 60
LIMIT_BYTES = 8 * 1024 * 1024
FRAMING_BYTES = 5  # tag and length of SubmitRequest.transaction, when it is about as long as the limit
FAR_AHEAD = 2**62  # a height that no chain reaches: the node has nothing to say
PROTOS = ("ledger.proto", "grpc/health/v1/health.proto", "grpc/reflection/v1/reflection.proto",
          "google/rpc/status.proto", "google/rpc/error_details.proto")


class Untrue(Exception):
    """A fact that does not hold, with what came instead."""


def generate(protos):
    """Compiles the contract into a temporary folder, and imports what came of it."""
    folder = tempfile.TemporaryDirectory(prefix="ledger-stubs-")
    common = os.path.join(os.path.dirname(grpc_tools.__file__), "_proto")
    modules = {}
    sys.path.insert(0, folder.name)
    for proto in PROTOS:
        # Each by its own name alone: the packages "grpc" and "google" are taken by the libraries themselves.
        place, name = os.path.split(os.path.join(protos, proto))
        if protoc.main(["protoc", f"-I{place}", f"-I{common}", f"--python_out={folder.name}",
                        f"--grpc_python_out={folder.name}", name]) != 0:
            sys.exit(f"{proto} does not compile")
        stem = name.removesuffix(".proto")
        modules[stem] = importlib.import_module(f"{stem}_pb2")
        modules[f"{stem}_grpc"] = importlib.import_module(f"{stem}_pb2_grpc")
    return folder, modules


class Facts:
    """Each public method is one fact about the node."""

    def __init__(self, channel, modules, transactions):
        self._channel = channel
        self._messages = modules["ledger"]
        self._stub = modules["ledger_grpc"].LedgerStub(channel)
        self._health = modules["health"]
        self._health_stub = modules["health_grpc"].HealthStub(channel)
        self._reflection = modules["reflection"]
        self._reflection_stub = modules["reflection_grpc"].ServerReflectionStub(channel)
        self._status = modules["status"]
        self._details = modules["error_details"]
        self._valid, self._tampered, self._big, self._held = (
            bytes.fromhex(transactions[k]) for k in ("valid", "tampered", "big", "held"))

    # The calls of one question and one answer.

    def status(self):
        status = self._stub.GetStatus(self._messages.GetStatusRequest(), timeout=PATIENCE_SECONDS)
        expect(status.version != "" and status.validator != "", status)

    def submit(self):
        response = self._submit(self._valid, wait=True)
        accepted = (self._messages.ADMISSION_ACCEPTED, self._messages.ADMISSION_ALREADY_KNOWN)
        expect(response.admission in accepted and len(response.transaction_id) == 32 and response.receipt, response)

    def get_receipt(self):
        submitted = self._submit(self._valid, wait=True)
        request = self._messages.GetReceiptRequest(transaction_id=submitted.transaction_id)
        found = self._stub.GetReceipt(request, timeout=PATIENCE_SECONDS)
        expect(found.state == self._messages.RECEIPT_STATE_COMMITTED and found.receipt == submitted.receipt, found)

    def not_anchored(self):
        response = self._stub.Check(self._messages.CheckRequest(commitment=bytes(32)), timeout=PATIENCE_SECONDS)
        expect(response.verdict == self._messages.CHECK_VERDICT_NOT_FOUND and not response.matches, response)

    # Streams.

    def watch(self):
        call = self._stub.Watch(self._messages.WatchRequest(from_height=1), timeout=PATIENCE_SECONDS)
        heights = [next(call).height for _ in range(3)]
        call.cancel()
        expect(heights == [1, 2, 3], heights)

    def submit_batch(self):
        requests = (self._messages.SubmitRequest(transaction=t) for t in (self._valid, self._tampered, self._valid))
        answer = self._stub.SubmitBatch(requests, timeout=PATIENCE_SECONDS)
        expect(answer.received == 3 and answer.accepted + answer.already_known == 2, answer)
        expect([r.index for r in answer.refused] == [1] and not answer.refused_truncated, answer)
        self._expect_bad_signature(answer.refused[0].refusal)

    def submit_stream(self):
        # One question goes out only when the answer to the one before it is here.
        questions = queue.SimpleQueue()
        answers = self._stub.SubmitStream(iter(questions.get, None), timeout=PATIENCE_SECONDS)
        for index, transaction in enumerate((self._valid, self._tampered, self._valid)):
            questions.put(self._messages.SubmitRequest(transaction=transaction))
            answer = next(answers)
            expect(answer.index == index, answer)
            if transaction == self._tampered:
                self._expect_bad_signature(answer.refusal)
            else:
                expect(len(answer.response.transaction_id) == 32, answer)
        questions.put(None)
        expect(next(answers, None) is None, "an answer to no question")

    # Refusals.

    def bad_signature(self):
        self._refused(grpc.StatusCode.INVALID_ARGUMENT, "BAD_SIGNATURE: ", lambda: self._submit(self._tampered))

    def refusal_details(self):
        error = self._refused(grpc.StatusCode.INVALID_ARGUMENT, "BAD_SIGNATURE", lambda: self._submit(self._tampered))
        trailers = dict(error.trailing_metadata())
        status = self._status.Status.FromString(trailers["grpc-status-details-bin"])
        info, texts = self._details.ErrorInfo(), {}
        for detail in status.details:
            text = self._details.LocalizedMessage()
            if detail.Unpack(text):
                texts[text.locale] = text.message
            else:
                detail.Unpack(info)
        expect(status.code == grpc.StatusCode.INVALID_ARGUMENT.value[0], status)
        expect((info.reason, info.domain) == ("BAD_SIGNATURE", "ledger"), status)
        expect(texts.get("en") and is_chinese(texts.get("zh-CN", "")), texts)

    def unknown_transaction(self):
        request = self._messages.GetReceiptRequest(transaction_id=bytes(32))
        self._refused(grpc.StatusCode.NOT_FOUND, "UNKNOWN_TRANSACTION: ",
                      lambda: self._stub.GetReceipt(request, timeout=PATIENCE_SECONDS))

    def wrong_length(self):
        request = self._messages.CheckRequest(commitment=bytes(31))
        self._refused(grpc.StatusCode.INVALID_ARGUMENT, "MALFORMED: ",
                      lambda: self._stub.Check(request, timeout=PATIENCE_SECONDS))

    def unknown_method(self):
        call = self._channel.unary_unary("/ledger.v1.Ledger/Destroy")
        self._refused(grpc.StatusCode.UNIMPLEMENTED, "", lambda: call(b"", timeout=PATIENCE_SECONDS))

    # Sizes.

    def at_the_limit(self):
        full = bytes(LIMIT_BYTES - FRAMING_BYTES)
        self._refused(grpc.StatusCode.INVALID_ARGUMENT, "MALFORMED: ", lambda: self._submit(full))

    def above_the_limit(self):
        over = bytes(LIMIT_BYTES - FRAMING_BYTES + 1)
        self._refused(grpc.StatusCode.RESOURCE_EXHAUSTED, "REQUEST_TOO_LARGE: ", lambda: self._submit(over))

    def big_transaction(self):
        response = self._submit(self._big, wait=True)
        expect(response.receipt, response)

    def gzip(self):
        response = self._submit(self._valid, wait=True, compression=grpc.Compression.Gzip)
        expect(len(response.transaction_id) == 32 and response.receipt, response)

    def gzip_bomb(self):
        over = bytes(LIMIT_BYTES + 1)
        self._refused(grpc.StatusCode.RESOURCE_EXHAUSTED, "REQUEST_TOO_LARGE: ",
                      lambda: self._submit(over, compression=grpc.Compression.Gzip))

    # Ends.

    def cancelled(self):
        call = self._stub.Watch(self._messages.WatchRequest(from_height=FAR_AHEAD), timeout=PATIENCE_SECONDS)
        call.initial_metadata()  # it is under way
        call.cancel()
        self._refused(grpc.StatusCode.CANCELLED, "", lambda: next(call))
        self.status()

    def deadline_of_a_call(self):
        request = self._messages.SubmitRequest(transaction=self._held, wait_for_receipt=True)
        self._refused(grpc.StatusCode.DEADLINE_EXCEEDED, "", lambda: self._stub.Submit(request, timeout=0.3))
        self.status()

    def deadline_of_a_stream(self):
        call = self._stub.Watch(self._messages.WatchRequest(from_height=FAR_AHEAD), timeout=0.3)
        self._refused(grpc.StatusCode.DEADLINE_EXCEEDED, "", lambda: next(call))
        self.status()

    # What every gRPC server has.

    def request_id(self):
        call = self._stub.GetStatus.with_call(
            self._messages.GetStatusRequest(), timeout=PATIENCE_SECONDS, metadata=[("x-request-id", "from-python")])[1]
        metadata = dict(call.initial_metadata()) | dict(call.trailing_metadata())
        expect(metadata.get("x-request-id") == "from-python", metadata)

    def health_check(self):
        response = self._health_stub.Check(self._health.HealthCheckRequest(), timeout=PATIENCE_SECONDS)
        expect(response.status == self._health.HealthCheckResponse.SERVING, response)

    def health_watch(self):
        call = self._health_stub.Watch(self._health.HealthCheckRequest(), timeout=PATIENCE_SECONDS)
        first = next(call)
        call.cancel()
        expect(first.status == self._health.HealthCheckResponse.SERVING, first)

    def describes_itself(self):
        question = self._reflection.ServerReflectionRequest
        questions = [question(list_services="*"), question(file_containing_symbol="ledger.v1.Ledger.Submit")]
        answers = list(self._reflection_stub.ServerReflectionInfo(iter(questions), timeout=PATIENCE_SECONDS))
        services = {service.name for service in answers[0].list_services_response.service}
        expect({"ledger.v1.Ledger", "grpc.health.v1.Health"} <= services, services)
        files = answers[1].file_descriptor_response.file_descriptor_proto
        expect(any(b"SubmitRequest" in file for file in files), answers[1])

    def unknown(self):
        raise Untrue("no such fact")

    def _submit(self, transaction, wait=False, compression=None):
        request = self._messages.SubmitRequest(transaction=transaction, wait_for_receipt=wait)
        return self._stub.Submit(request, timeout=PATIENCE_SECONDS, compression=compression)

    def _expect_bad_signature(self, refusal):
        status = grpc.StatusCode.INVALID_ARGUMENT.value[0]
        expect((refusal.code, refusal.grpc_status) == ("BAD_SIGNATURE", status), refusal)
        expect(refusal.message and is_chinese(refusal.message_zh), refusal)

    @staticmethod
    def _refused(code, prefix, call):
        try:
            answer = call()
        except grpc.RpcError as error:
            expect(error.code() == code and error.details().startswith(prefix), error)
            return error
        raise Untrue(f"not refused: {answer}")


def expect(holds, got):
    if not holds:
        raise Untrue(f"got instead: {got}")


def is_chinese(text):
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)


def channel_to(target, authority):
    if authority is None:
        return grpc.insecure_channel(target)
    with open(authority, "rb") as pem:
        return grpc.secure_channel(target, grpc.ssl_channel_credentials(pem.read()))


def holds(facts, name):
    try:
        getattr(facts, name, facts.unknown)()
    except (Untrue, grpc.RpcError, KeyError) as error:
        print(f"not ok {name}: {' '.join(str(error).split())[:2000]}", flush=True)
        return False
    print("ok", name, flush=True)
    return True


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
        results = [holds(facts, name) for name in arguments.facts]
    sys.exit(0 if all(results) else 1)


if __name__ == "__main__":
    main()
