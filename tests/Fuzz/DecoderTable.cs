using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Keys;
using Ledger.Cryptography.Tokens;
using Ledger.Engine;
using Ledger.Engine.Execution.Governance;
using Ledger.Engine.Receipts;
using Ledger.Engine.Recorder;
using Ledger.Engine.Snapshots;
using Ledger.Node.Backups;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Merkle;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Receipts;
using Ledger.Protocol.Transactions;
using Ledger.Storage.Records;
using Ledger.Storage.State;
using Ledger.Tests.Unit.Protocol;

namespace Ledger.Tests.Fuzz;

/// <summary>Every decoder of the node, from a peer's frame to a header of its own files.</summary>
internal static class DecoderTable
{
    private static readonly Dictionary<string, string[]> CoveredByWireTypes = new()
    {
        ["transaction-list"] = ["Transaction.TryDecode", "TransactionHeader.Read", "AnchorTransaction.Read", "AnchorTerms.Read"],
        ["transaction-governance"] =
        [
            "GovernanceTransaction.Read", "GovernanceChange.Read", "GovernanceAction.Read", "Approval.Read", "Possession.Read",
        ],
        ["transaction-ready"] = ["MembershipTransaction.Read"],
        ["transaction-status"] = ["StatusTransaction.Read", "StatusChange.Read"],
        ["status-entry"] = ["StatusEntry.TryDecode"],
        ["status-proof"] = ["StatusProof.TryDecode", "MapLeaf.Read"],
        ["signed-transaction"] = ["SignedTransaction.TryDecode", "SignedTransaction.Read"],
        ["leaf-record"] = ["LeafRecord.TryRead"],
        ["outcome-record"] = ["OutcomeRecord.Read"],
        ["block-header"] = ["BlockHeader.Read"],
        ["block"] = ["Block.TryDecode", "Block.Read"],
        ["batch"] = ["Batch.TryDecode"],
        ["quorum-certificate"] = ["QuorumCertificate.Read", "QuorumCertificate.ReadOptional"],
        ["promise-held"] = ["Promise.Read"],
        ["issuer"] = ["Issuer.TryDecode", "Issuer.Read"],
        ["issuer-entry"] = ["IssuerEntry.TryDecode"],
        ["recovery-order"] = ["RecoveryOrder.Of"],
        ["issuer-action"] = ["IssuerAction.TryRead"],
        ["proven-issuers"] = ["ProvenIssuers.TryDecode", "ProvenIssuer.Read", "MapProof.Read"],
        ["issuer-file"] = ["IssuerFile.TryDecode"],
        ["receipt"] = ["Receipt.TryDecode", "OutcomeProof.Read"],
        ["epoch-link"] =
        [
            "EpochLink.TryDecode", "EpochLink.Read", "EpochConfiguration.Read", "ValidatorSet.Read", "Validator.Read",
            "ChainParameters.Read", "CosigningKeys.Read",
        ],
        ["epoch-file"] = ["EpochFile.TryDecode"],
        ["light-file"] = ["LightFile.TryDecode", "HeaderRun.Read"],
        ["evidence-of-two"] = ["Misbehavior.TryDecode", "SignedStatement.Read"],
        ["published-checkpoint"] = ["PublishedCheckpoint.TryDecode"],
        ["message-snapshotoffer"] = ["SnapshotOutline.Read"],
        ["message-prepare"] = ["MessageDecoder.ReadFrame", "MessageDecoder.ReadOwn"],
    };

    private static readonly Dictionary<string, Func<byte[], string>> Identities = new()
    {
        ["transaction-list"] = IdOfTransaction,
        ["transaction-root"] = IdOfTransaction,
        ["batch"] = b => Batch.TryDecode(b, out Batch? v) == DecodeFault.None ? v!.Digest.ToString() : "",
        ["leaf-record"] = b => LeafRecord.TryRead(b, out LeafRecord v) ? MerkleHash.Leaf(v.Encode()).ToString() : "",
    };

    public static IReadOnlyList<Decoder> All { get; } =
        [.. OfWireTypes(), .. OfProofs(), .. OfFiles(), .. NoteDecoders.All, .. ExportDecoders.All, .. EdgeDecoders.All];

    private static IEnumerable<Decoder> OfWireTypes()
        => from type in WireType.All
           where type.Recode is not null
           select new Decoder(
               type.Name,
               CoveredByWireTypes.GetValueOrDefault(type.Name) ?? [],
               random => type.Make(new Samples(random)),
               type.Recode!)
           {
               IsCanonical = type.Name != "durable-state", // a journal may say a promise twice
               Identity = Identities.GetValueOrDefault(type.Name),
           };

    private static IEnumerable<Decoder> OfProofs() =>
    [
        new("inclusion-proof", ["InclusionProof.TryDecode", "ProofEncoding.TryDecode"],
            random => new Samples(random).Proof().Encode(),
            b => InclusionProof.TryDecode(b, out InclusionProof? v) ? v.Encode() : null),
        new("consistency-proof", ["ConsistencyProof.TryDecode", "ProofEncoding.TryDecode"],
            random => [.. Words(1, 2), 1, .. random.Bytes(TwinDigest.Size)],
            b => ConsistencyProof.TryDecode(b, out ConsistencyProof? v) ? v.Encode() : null),
        new("anchor-frontier", ["AnchorFrontier.TryDecode"],
            random => [.. Words(0b101), .. random.Bytes(2 * TwinDigest.Size)],
            b => AnchorFrontier.TryDecode(b, out AnchorFrontier? v) ? v.Encode() : null),
        new("digest-text", ["Digest.TryParse"],
            random => Text(random.Digest().ToString()),
            b => Digest.TryParse(Read(b), out Digest v) ? Text(v.ToString()) : null) { IsCanonical = false },
        new("base45", ["Base45.TryDecode"], random => Text(Base45.Encode(random.Bytes(random.Below(60)))),
            b => Base45.TryDecode(Read(b)) is { } v ? Text(Base45.Encode(v)) : null),
        new("compact-envelope", ["CompactEnvelope.TryRead"],
            random => Text(CompactEnvelope.TryWrite(MakeEnvelope(random))!),
            b => CompactEnvelope.TryRead(Read(b), out CarryEnvelope? v) == JsonProblem.None ? Text(CompactEnvelope.TryWrite(v!)!) : null)
        { AllocatesAtLeast = 256 * 1024 },
        new("carry-envelope", ["CarryEnvelope.TryRead"],
            random => Text(MakeEnvelope(random).Write()),
            b => CarryEnvelope.TryRead(Read(b), out CarryEnvelope? v) == JsonProblem.None ? Text(v!.Write()) : null)
        { IsCanonical = false, AllocatesAtLeast = 256 * 1024 },
    ];

    private static IEnumerable<Decoder> OfFiles() =>
    [
        new("block-record", ["BlockRecord.TryDecode"], MakeRecord,
            b => BlockRecord.TryDecode(b, out BlockRecord? v) == DecodeFault.None ? v!.Encode() : null),
        new("snapshot-blocks", ["PieceCodec.DecodeBlocks"],
            random => PieceCodec.EncodeBlocks([MakeRecord(random), MakeRecord(random)]),
            b => PieceCodec.DecodeBlocks(b, 128) is { } records ? PieceCodec.EncodeBlocks([.. records.Select(r => r.Encode())]) : null),
        new("snapshot-entries", ["PieceCodec.DecodeEntries"],
            random => PieceCodec.EncodeEntries(random.List(0, 3, () => new MapEntry(random.Bytes(33), random.Bytes(8)))),
            b => PieceCodec.DecodeEntries(b) is { } entries ? PieceCodec.EncodeEntries(entries) : null),
        new("governance-state", ["GovernanceState.TryDecode"], random => GovernanceState.Of(new Samples(random).Link().Next).Encode(),
            b => GovernanceState.TryDecode(b, out GovernanceState? v) == DecodeFault.None ? v!.Encode() : null) { IsCanonical = false },
        new("tape", ["Tape.TryDecode", "TapedStep.Read", "InputCodec.Read"], TapeSamples.Make,
            b => Tape.TryDecode(b, out Tape? v) == DecodeFault.None ? v!.Encode() : null),
        new("replica-memory", ["MemoryCodec.ReadOptional"], TapeSamples.MakeMemory, TapeSamples.RecodeMemory)
        { IsCanonical = false, AllocatesAtLeast = 512 * 1024, AllocatesPerByte = 256 },
        new("key-file", ["KeyFile.Parse"], _ => FileSamples.Key,
            b => KeyFile.Parse(b, out KeyFile? v) == KeyFileFault.None ? v!.ToJson() : null)
        { IsCanonical = false, AllocatesAtLeast = 256 * 1024 },
        new("token-key-file", ["TokenKeyFile.Parse"], _ => FileSamples.TokenKey,
            b => TokenKeyFile.Parse(b, out TokenKeyFile? v) == KeyFileFault.None ? v!.ToJson() : null) { IsCanonical = false },
        new("signing-key-file", ["SigningKeyFile.Parse"], random => random.Below(2) == 0 ? FileSamples.TokenKey : FileSamples.Key,
            FileSamples.RecodeSigningKey)
        { IsCanonical = false, AllocatesAtLeast = 256 * 1024 },
        new("transaction-locator", ["TransactionLocator.Decode"],
            random => new TransactionLocator(new Height(random.U64()), Outcome.Anchored, random.U64(), random.U32()).Encode(),
            b => TransactionLocator.Decode(b).Encode()) { IsCanonical = false },
        new("log-header", ["LogHeader.Read"], FileSamples.Header,
            b => LogHeader.Read(b, LogFormat.Blocks, FileSamples.Identity, "blocks.log").ToArray())
        { IsCanonical = false, Refusal = typeof(Storage.StorageFaultException) },
        new("record-frame", ["RecordFrame.TryRead", "RecordFrame.TryReadHeader"], FileSamples.Record,
            b => RecordFrame.TryRead(b, 7, 1 << 20, out RecordFrame v, out ReadOnlySpan<byte> payload)
                ? FileSamples.Write(v, payload)
                : null) { IsCanonical = false },
        new("backup-file", ["BackupFrame.Judge"], FileSamples.Backup, FileSamples.RecodeBackup)
        { Refusal = typeof(BackupException) },
        new("manifest", ["Manifest.TryRead"], FileSamples.Manifest, FileSamples.RecodeManifest)
        { IsCanonical = false, Refusal = typeof(Storage.StorageFaultException), AllocatesPerByte = 256 },
    ];

    private static string IdOfTransaction(byte[] bytes)
        => Transaction.TryDecode(bytes, out Transaction? v) == DecodeFault.None ? v!.Id.ToString() : "";

    private static byte[] MakeRecord(TinyRandom random)
    {
        Samples samples = new(random);
        return new BlockRecord(
            samples.Block(), random.List(0, 3, samples.Outcome), random.Bool() ? samples.Certificate() : null).Encode();
    }

    private static CarryEnvelope MakeEnvelope(TinyRandom random)
    {
        Samples samples = new(random);
        Receipt receipt = samples.Receipt();
        StatusProof status = samples.StatusProof();
        status = status with
        {
            Issuer = receipt.Leaf.Issuer,
            Commitment = receipt.Leaf.Commitment,
            Header = status.Header with { ChainId = receipt.Header.ChainId },
        };
        return new CarryEnvelope(
            random.Bytes(CommitmentHasher.SaltSize), "statement.pdf", random.U32(), "application/pdf", "bank-1", receipt)
        {
            Status = random.Bool() ? status : null,
        };
    }

    private static byte[] Words(params ulong[] words)
        => [.. words.SelectMany(w => BitConverter.GetBytes(w).Reverse())];

    internal static byte[] Text(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    internal static string Read(byte[] bytes) => System.Text.Encoding.UTF8.GetString(bytes);
}
