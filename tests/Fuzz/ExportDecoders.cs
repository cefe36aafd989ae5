using Ledger.Client.Cose;
using Ledger.Client.Fields;
using Ledger.Client.Json;
using Ledger.Client.OpenAttestation;
using Ledger.Client.StatusLists;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Merkle;
using Ledger.Protocol.Numbers;
using Ledger.Tests.Unit.Protocol;

namespace Ledger.Tests.Fuzz;

/// <summary>The decoders of what is exported to, and read from, programs of others.</summary>
internal static class ExportDecoders
{
    public static IReadOnlyList<Decoder> All { get; } =
    [
        new("json-tree", ["JsonTreeReader.TryRead"], _ => DecoderTable.Text("""{"a":[1.5,-0,true,null,"发\ud83d\u0001"],"2":{"b":{}}}"""),
            b => JsonTreeReader.TryRead(b, 1 << 20, out JsonTree? v) == JsonTreeFault.None
                ? DecoderTable.Text(JsonTreeWriter.Stringify(v!))
                : null)
        { IsCanonical = false, AllocatesAtLeast = 256 * 1024, AllocatesPerByte = 512 },
        new("wrapped-document", ["WrappedDocument.TryRead"], random => DecoderTable.Text(MakeDocument(random).Write()),
            b => WrappedDocument.TryRead(b, out WrappedDocument? v) == OpenAttestationFault.None ? DecoderTable.Text(v!.Write()) : null)
        { IsCanonical = false, AllocatesAtLeast = 256 * 1024, AllocatesPerByte = 512 },
        new("cose-header", ["CoseHeader.TryDecode", "StrictCbor.TryRead"], random => MakeReceipt(random).Header.Encode(),
            b => CoseHeader.TryDecode(b, out CoseHeader? v) == CoseFault.None ? v!.Encode() : null),
        new("cose-receipt", ["CoseReceipt.TryDecode"], random => MakeReceipt(random).Encode(),
            b => CoseReceipt.TryDecode(b, out CoseReceipt? v) == CoseFault.None ? v!.Encode() : null),
        new("cose-receipt-list", ["CoseReceiptList.TryDecode"],
            random => new CoseReceiptList([MakeReceipt(random), MakeReceipt(random)]).Encode(),
            b => CoseReceiptList.TryDecode(b, out CoseReceiptList? v) == CoseFault.None ? v!.Encode() : null),
        new("committed-fields", ["CommittedFields.TryRead"], random => DecoderTable.Text(MakeFields(random).Write()),
            b => CommittedFields.TryRead(b, out CommittedFields? v) == FieldsFault.None ? DecoderTable.Text(v!.Write()) : null)
        { AllocatesAtLeast = 512 * 1024, AllocatesPerByte = 512 },
        new("disclosure", ["Disclosure.TryRead"], random => DecoderTable.Text(MakeDisclosure(random).Write()),
            b => Disclosure.TryRead(b, out Disclosure? v) == FieldsFault.None ? DecoderTable.Text(v!.Write()) : null)
        { AllocatesAtLeast = 512 * 1024, AllocatesPerByte = 512 },
        new("bitstring-status-list", ["BitstringStatusList.TryDecode"], random => DecoderTable.Text(MakeList(random).Encode()),
            b => BitstringStatusList.TryDecode(DecoderTable.Read(b), out BitstringStatusList? v) == StatusListFault.None
                ? DecoderTable.Text(v!.Encode())
                : null)
        { IsCanonical = false, AllocatesAtLeast = 1024 * 1024, AllocatesPerByte = 512 },
        new("status-list-credential", ["StatusListCredential.TryRead"], random => DecoderTable.Text(MakeCredential(random).Write()),
            b => StatusListCredential.TryRead(b, out StatusListCredential? v) == StatusListFault.None
                ? DecoderTable.Text(v!.Write())
                : null)
        { IsCanonical = false, AllocatesAtLeast = 1024 * 1024, AllocatesPerByte = 512 },
    ];

    private static BitstringStatusList MakeList(TinyRandom random)
        => new(0, random.List(0, 20, () => (ulong)random.Below(BitstringStatusList.Entries)));

    private static StatusListCredential MakeCredential(TinyRandom random) => new(
        "https://bank.example/3",
        "did:web:bank.example",
        StatusPurpose.Suspension,
        DateTimeOffset.UnixEpoch,
        DateTimeOffset.UnixEpoch.AddSeconds(random.U32()),
        MakeList(random));

    private static CommittedFields MakeFields(TinyRandom random)
    {
        _ = CommittedFields.TryCommit(
            """{"loan":{"grade":"A","terms":[36,null,true,{}]},"发票":"😀"}"""u8,
            bytes => random.Bytes(bytes.Length).CopyTo(bytes),
            out CommittedFields? committed);
        return committed!;
    }

    private static Disclosure MakeDisclosure(TinyRandom random)
    {
        _ = MakeFields(random).TrySelect(["/loan"], out IReadOnlyList<DisclosedField> fields, out _);
        return new Disclosure(fields, new Samples(random).Receipt());
    }

    private static CoseReceipt MakeReceipt(TinyRandom random)
    {
        using Ed25519Signer signer = new(random.Bytes(Ed25519Signer.SeedSize));
        InclusionProof proof = new(3, 5, [.. Enumerable.Range(0, 3).Select(_ => new TwinDigest(random.Digest(), random.Digest()))]);
        return CoseReceipt.Sign(signer, "ledger.example/log", new Height(random.U64()), random.Digest(), proof);
    }

    private static WrappedDocument MakeDocument(TinyRandom random)
    {
        JsonMembers tree = new(("a", new JsonText("b")), ("c", new JsonList([new JsonNumber(5)])));
        _ = DocumentData.TryMake(tree, out DocumentData? data);
        return new DocumentWrapper(bytes => random.Bytes(bytes.Length).CopyTo(bytes)).Wrap([data!, data!])[0];
    }
}
