// An unmodified @grpc/grpc-js client of a Ledger node: loads the .proto files as they are, then checks facts.
//
//   npm ci
//   node client.js --protos DIR --target HOST:PORT --transactions FILE [--authority CERT.pem] FACT [FACT ...]
//
// FILE holds JSON: {"valid": "<hex>", "tampered": "<hex>", "big": "<hex>", "held": "<hex>"}, signed transactions of
// the target's chain: the second is the first with one bit turned over, the third has as many commitments as the chain
// allows, the fourth is taken and never answered.
// Prints "ok FACT" for each fact that holds, "not ok FACT: <what came instead>" for each other; exits with 0 only if
// all hold.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { parseArgs } = require("node:util");
const grpc = require("@grpc/grpc-js");
const loader = require("@grpc/proto-loader");
const protobuf = require("protobufjs");

const PATIENCE_MS = 60_000;
const LIMIT_BYTES = 8 * 1024 * 1024;
const FRAMING_BYTES = 5; // tag and length of SubmitRequest.transaction, when it is about as long as the limit
const FAR_AHEAD = "4611686018427387904"; // a height that no chain reaches: the node has nothing to say
const FORM = { keepCase: true, longs: String, enums: String, defaults: true, oneofs: true };

const { values: options, positionals: names } = parseArgs({
  allowPositionals: true,
  options: {
    protos: { type: "string" },
    target: { type: "string" },
    transactions: { type: "string" },
    authority: { type: "string" },
  },
});

const load = (file) => grpc.loadPackageDefinition(loader.loadSync(path.join(options.protos, file), FORM));
const ledgerPackage = load("ledger.proto").ledger.v1;
const healthPackage = load("grpc/health/v1/health.proto").grpc.health.v1;
const reflectionPackage = load("grpc/reflection/v1/reflection.proto").grpc.reflection.v1;
const details = protobuf.loadSync(
  ["google/rpc/status.proto", "google/rpc/error_details.proto"].map((file) => path.join(options.protos, file)));

const credentials = options.authority
  ? grpc.credentials.createSsl(fs.readFileSync(options.authority))
  : grpc.credentials.createInsecure();
const ledger = new ledgerPackage.Ledger(options.target, credentials);
const zipping = new ledgerPackage.Ledger(
  options.target, credentials, { "grpc.default_compression_algorithm": grpc.compressionAlgorithms.gzip });
const health = new healthPackage.Health(options.target, credentials);
const reflection = new reflectionPackage.ServerReflection(options.target, credentials);

const transactions = JSON.parse(fs.readFileSync(options.transactions, "utf8"));
const [valid, tampered, big, held] = ["valid", "tampered", "big", "held"].map((name) => Buffer.from(transactions[name], "hex"));

// Helpers: what a client needs once.

const within = (ms = PATIENCE_MS) => ({ deadline: Date.now() + ms });

/** A unary call as a promise. */
const ask = (client, method, request, { metadata = new grpc.Metadata(), ms } = {}) =>
  new Promise((resolve, reject) => {
    client[method](request, metadata, within(ms), (error, response) => (error ? reject(error) : resolve(response)));
  });

const submit = (transaction, wait = false, client = ledger) =>
  ask(client, "Submit", wait ? { transaction, wait_for_receipt: true } : { transaction });

/** Up to count messages of a stream. A stream that fails rejects; one that ends early gives fewer. */
function take(call, count) {
  const messages = [];
  return new Promise((resolve, reject) => {
    call.on("data", (message) => {
      messages.push(message);
      if (messages.length === count) resolve(messages);
    });
    call.on("end", () => resolve(messages));
    call.on("error", reject); // also of a cancelled call, after its promise is settled
  });
}

function expect(holds, got) {
  if (!holds) throw new Error(`got instead: ${got instanceof Error ? got : JSON.stringify(got)}`);
}

async function refused(code, prefix, promise) {
  const answer = await promise.then((value) => ({ value }), (error) => ({ error }));
  expect(answer.error, answer.value);
  expect(answer.error.code === code && answer.error.details.startsWith(prefix), answer.error);
  return answer.error;
}

const isChinese = (text) => /[\u4e00-\u9fff]/.test(text);

function expectBadSignature(refusal) {
  expect(refusal?.code === "BAD_SIGNATURE" && refusal.grpc_status === grpc.status.INVALID_ARGUMENT, refusal);
  expect(refusal.message && isChinese(refusal.message_zh), refusal);
}

const { INVALID_ARGUMENT, NOT_FOUND, UNIMPLEMENTED, RESOURCE_EXHAUSTED, CANCELLED, DEADLINE_EXCEEDED } = grpc.status;

const facts = {
  // The calls of one question and one answer.

  async status() {
    const status = await ask(ledger, "GetStatus", {});
    expect(status.version && status.validator, status);
  },

  async submit() {
    const answer = await submit(valid, true);
    expect(["ADMISSION_ACCEPTED", "ADMISSION_ALREADY_KNOWN"].includes(answer.admission), answer);
    expect(answer.transaction_id.length === 32 && answer.receipt.length > 0, answer);
  },

  async get_receipt() {
    const submitted = await submit(valid, true);
    const found = await ask(ledger, "GetReceipt", { transaction_id: submitted.transaction_id });
    expect(found.state === "RECEIPT_STATE_COMMITTED" && found.receipt.equals(submitted.receipt), found);
  },

  async not_anchored() {
    const answer = await ask(ledger, "Check", { commitment: Buffer.alloc(32) });
    expect(answer.verdict === "CHECK_VERDICT_NOT_FOUND" && answer.matches.length === 0, answer);
  },

  // Streams.

  async watch() {
    const call = ledger.Watch({ from_height: 1 }, within());
    const heights = (await take(call, 3)).map((block) => block.height);
    call.cancel();
    expect(heights.join() === "1,2,3", heights);
  },

  async submit_batch() {
    const answer = await new Promise((resolve, reject) => {
      const call = ledger.SubmitBatch(within(), (error, sum) => (error ? reject(error) : resolve(sum)));
      [valid, tampered, valid].forEach((transaction) => call.write({ transaction }));
      call.end();
    });
    expect(answer.received === "3" && Number(answer.accepted) + Number(answer.already_known) === 2, answer);
    expect(answer.refused.length === 1 && answer.refused[0].index === "1" && !answer.refused_truncated, answer);
    expectBadSignature(answer.refused[0].refusal);
  },

  async submit_stream() {
    // One question goes out only when the answer to the one before it is here.
    const questions = [valid, tampered, valid];
    const call = ledger.SubmitStream(within());
    const answers = [];
    const ended = new Promise((resolve, reject) => call.on("end", resolve).on("error", reject));
    call.on("data", (answer) => {
      answers.push(answer);
      if (answers.length < questions.length) call.write({ transaction: questions[answers.length] });
      else call.end();
    });
    call.write({ transaction: questions[0] });
    await ended;
    expect(answers.map((answer) => answer.index).join() === "0,1,2", answers);
    expect(answers.map((answer) => answer.answer).join() === "response,refusal,response", answers);
    expect(answers[0].response.transaction_id.equals(answers[2].response.transaction_id), answers);
    expectBadSignature(answers[1].refusal);
  },

  // Refusals.

  bad_signature: () => refused(INVALID_ARGUMENT, "BAD_SIGNATURE: ", submit(tampered)),

  async refusal_details() {
    const error = await refused(INVALID_ARGUMENT, "BAD_SIGNATURE", submit(tampered));
    const status = details.lookupType("google.rpc.Status").decode(error.metadata.get("grpc-status-details-bin")[0]);
    const found = status.details.map((any) => details.lookupType(any.type_url.split("/").pop()).decode(any.value));
    const info = found.find((detail) => detail.reason);
    const text = (locale) => found.find((detail) => detail.locale === locale)?.message ?? "";
    expect(status.code === INVALID_ARGUMENT && info.reason === "BAD_SIGNATURE" && info.domain === "ledger", found);
    expect(text("en") && isChinese(text("zh-CN")), found);
  },

  unknown_transaction: () =>
    refused(NOT_FOUND, "UNKNOWN_TRANSACTION: ", ask(ledger, "GetReceipt", { transaction_id: Buffer.alloc(32) })),

  wrong_length: () => refused(INVALID_ARGUMENT, "MALFORMED: ", ask(ledger, "Check", { commitment: Buffer.alloc(31) })),

  unknown_method: () =>
    refused(UNIMPLEMENTED, "", new Promise((resolve, reject) => {
      const bytes = (buffer) => buffer;
      ledger.makeUnaryRequest("/ledger.v1.Ledger/Destroy", bytes, bytes, Buffer.alloc(0), within(),
        (error, response) => (error ? reject(error) : resolve(response)));
    })),

  // Sizes.

  at_the_limit: () => refused(INVALID_ARGUMENT, "MALFORMED: ", submit(Buffer.alloc(LIMIT_BYTES - FRAMING_BYTES))),

  above_the_limit: () =>
    refused(RESOURCE_EXHAUSTED, "REQUEST_TOO_LARGE: ", submit(Buffer.alloc(LIMIT_BYTES - FRAMING_BYTES + 1))),

  async big_transaction() {
    const answer = await submit(big, true);
    expect(answer.receipt.length > 0, answer);
  },

  async gzip() {
    const answer = await submit(valid, true, zipping);
    expect(answer.transaction_id.length === 32 && answer.receipt.length > 0, answer);
  },

  gzip_bomb: () =>
    refused(RESOURCE_EXHAUSTED, "REQUEST_TOO_LARGE: ", submit(Buffer.alloc(LIMIT_BYTES + 1), false, zipping)),

  // Ends.

  async cancelled() {
    const call = ledger.Watch({ from_height: FAR_AHEAD }, within());
    const first = take(call, 1);
    call.on("metadata", () => call.cancel()); // it is under way
    await refused(CANCELLED, "", first);
    await facts.status();
  },

  async deadline_of_a_call() {
    const request = { transaction: held, wait_for_receipt: true };
    await refused(DEADLINE_EXCEEDED, "", ask(ledger, "Submit", request, { ms: 300 }));
    await facts.status();
  },

  async deadline_of_a_stream() {
    await refused(DEADLINE_EXCEEDED, "", take(ledger.Watch({ from_height: FAR_AHEAD }, within(300)), 1));
    await facts.status();
  },

  // What every gRPC server has.

  async request_id() {
    const metadata = new grpc.Metadata();
    metadata.set("x-request-id", "from-javascript");
    const heard = [];
    await new Promise((resolve) => {
      const call = ledger.GetStatus({}, metadata, within(), () => {});
      call.on("metadata", (initial) => heard.push(...initial.get("x-request-id")));
      call.on("status", (status) => resolve(heard.push(...status.metadata.get("x-request-id"))));
    });
    expect(heard.includes("from-javascript"), heard);
  },

  async health_check() {
    const answer = await ask(health, "Check", {});
    expect(answer.status === "SERVING", answer);
  },

  async health_watch() {
    const call = health.Watch({}, within());
    const [first] = await take(call, 1);
    call.cancel();
    expect(first?.status === "SERVING", first);
  },

  async describes_itself() {
    const call = reflection.ServerReflectionInfo(within());
    call.write({ list_services: "*" });
    call.write({ file_containing_symbol: "ledger.v1.Ledger.Submit" });
    call.end();
    const [list, file] = await take(call, 2);
    const services = list.list_services_response.service.map((service) => service.name);
    expect(["ledger.v1.Ledger", "grpc.health.v1.Health"].every((name) => services.includes(name)), services);
    const files = file.file_descriptor_response.file_descriptor_proto;
    expect(files.some((bytes) => bytes.includes("SubmitRequest")), file);
  },
};

async function main() {
  for (const name of names) {
    try {
      await facts[name]();
      console.log(`ok ${name}`);
    } catch (error) {
      console.log(`not ok ${name}: ${String(error.message).replace(/\s+/g, " ").slice(0, 2000)}`);
      process.exitCode = 1;
    }
  }

  [ledger, zipping, health, reflection].forEach((client) => client.close());
}

main();
