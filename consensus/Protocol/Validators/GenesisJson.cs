using System.Text.Json;
using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Transactions;

namespace Ledger.Protocol.Validators;

/// <summary>The JSON form of a genesis, <c>ledger-genesis/1</c>: what operators exchange and compare.</summary>
/// <remarks>
/// Writing is stable: the same genesis gives the same text. Reading is strict and recomputes the chain id, so a text
/// that was edited anywhere is refused. Regions are listed in the order of their codes.
/// </remarks>
public static class GenesisJson
{
    public const string Format = "ledger-genesis/1";

    /// <summary>Longest text in characters: a full set and 4096 issuers.</summary>
    public const int MaximumCharacters = 4 * 1024 * 1024;

    public static string Write(Genesis genesis) => StableJson.Write(writer =>
    {
        writer.WriteString("format", Format);
        writer.WriteString("chainId", $"{genesis.ChainId}");
        writer.WriteString("name", genesis.Name);
        writer.WriteNumber("timeMs", genesis.TimeMs);
        WriteParameters(writer, genesis.Parameters);
        WriteRegions(writer, genesis.Validators);
        WriteValidators(writer, genesis.Validators);
        WriteIssuers(writer, genesis.Issuers);
    });

    /// <summary>The genesis, or null and the first fault with its path.</summary>
    public static JsonProblem TryRead(string text, out Genesis? genesis)
    {
        StrictJsonFault fault = new();
        genesis = fault.Read(text, MaximumCharacters, root => Read(root, fault));
        return fault.Problem;
    }

    private static Genesis? Read(JsonElement element, StrictJsonFault fault)
    {
        StrictJson root = new(
            element, "$", fault,
            "format", "chainId", "name", "timeMs", "parameters", "regions", "validators", "issuers");
        root.Require(root.Text("format", 64) == Format, JsonFault.WrongFormat, "format");
        Digest chainId = root.Digest("chainId");
        string name = root.Name("name");
        ulong timeMs = root.Number("timeMs", 0, long.MaxValue);
        ChainParameters parameters = ReadParameters(root);
        RegionMinimum[] minimums = ReadRegions(root);
        Validator[] validators = ReadValidators(root);
        Issuer[] issuers = ReadIssuers(root);
        root.Require(validators.Length > 0, JsonFault.OutOfRange, "validators");
        if (fault.Failed)
        {
            return null;
        }

        Genesis genesis = new(name, timeMs, parameters, new ValidatorSet(validators, minimums), issuers);
        JsonProblem problem = GenesisRules.Check(genesis);
        fault.Require(problem.IsNone, problem.Fault, problem.Path);
        root.Require(chainId == genesis.ChainId, JsonFault.WrongChainId, "chainId");
        return fault.Failed ? null : genesis;
    }

    private static void WriteParameters(Utf8JsonWriter writer, ChainParameters parameters)
    {
        writer.WriteStartObject("parameters");
        writer.WriteNumber("protocolVersion", parameters.ProtocolVersion);
        writer.WriteNumber("window", parameters.Window);
        writer.WriteNumber("baseTimeoutMs", parameters.BaseTimeoutMs);
        writer.WriteNumber("timeoutCapMs", parameters.TimeoutCapMs);
        writer.WriteNumber("maximumDriftMs", parameters.MaximumDriftMs);
        writer.WriteNumber("maximumValidityHeights", parameters.MaximumValidityHeights);
        writer.WriteNumber("maximumBlockBytes", parameters.MaximumBlockBytes);
        writer.WriteEndObject();
    }

    private static ChainParameters ReadParameters(StrictJson root)
    {
        StrictJson fields = root.Object(
            "parameters",
            "protocolVersion", "window", "baseTimeoutMs", "timeoutCapMs", "maximumDriftMs", "maximumValidityHeights", "maximumBlockBytes");
        return new ChainParameters(
            fields.Number("window", 0, ulong.MaxValue),
            fields.Number("baseTimeoutMs", 0, ulong.MaxValue),
            fields.Number("timeoutCapMs", 0, ulong.MaxValue),
            fields.Number("maximumDriftMs", 0, ulong.MaxValue),
            fields.Number("maximumValidityHeights", 0, ulong.MaxValue),
            (uint)fields.Number("maximumBlockBytes", 0, uint.MaxValue),
            (uint)fields.Number("protocolVersion", 0, uint.MaxValue));
    }

    private static void WriteRegions(Utf8JsonWriter writer, ValidatorSet set)
    {
        writer.WriteStartArray("regions");
        foreach (RegionMinimum minimum in set.Minimums)
        {
            writer.WriteStartObject();
            writer.WriteString("region", minimum.Region.Code);
            writer.WriteNumber("minimum", minimum.Minimum);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static RegionMinimum[] ReadRegions(StrictJson root)
        =>
        [
            .. root.List("regions", ValidatorSet.MaximumSize, "region", "minimum")
                .Select(r => new RegionMinimum(ReadRegion(r), (byte)r.Number("minimum", 0, ValidatorSet.MaximumSize))),
        ];

    private static void WriteValidators(Utf8JsonWriter writer, ValidatorSet set)
    {
        writer.WriteStartArray("validators");
        foreach (Validator validator in set.Validators)
        {
            writer.WriteStartObject();
            WriteMember(writer, validator.Name, validator.Region, validator.Suite, validator.PublicKey.Span);
            writer.WriteString("tlsPin", $"{validator.TlsPin}");
            writer.WriteHex("operatorKey", validator.OperatorKey.Span);
            writer.WriteHex("cosigningEd25519", validator.CosigningKeys.Ed25519.Span);
            writer.WriteHex("cosigningSm2", validator.CosigningKeys.Sm2.Span);
            writer.WriteString("address", validator.Address);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static Validator[] ReadValidators(StrictJson root)
        =>
        [
            .. root.List(
                    "validators", ValidatorSet.MaximumSize,
                    "name", "region", "suite", "publicKey", "tlsPin", "operatorKey", "cosigningEd25519", "cosigningSm2", "address")
                .Select(v => (Fields: v, Suite: ReadSuite(v)))
                .Select(v => new Validator(
                    v.Fields.Name("name"),
                    ReadRegion(v.Fields),
                    v.Suite,
                    ReadKey(v.Fields, "publicKey", v.Suite),
                    v.Fields.Digest("tlsPin"),
                    ReadKey(v.Fields, "operatorKey", v.Suite),
                    new CosigningKeys(
                        ReadKey(v.Fields, "cosigningEd25519", SuiteId.Ed25519), ReadKey(v.Fields, "cosigningSm2", SuiteId.Sm2)),
                    ReadAddress(v.Fields))),
        ];

    private static void WriteIssuers(Utf8JsonWriter writer, IReadOnlyList<Issuer> issuers)
    {
        writer.WriteStartArray("issuers");
        foreach (Issuer issuer in issuers)
        {
            writer.WriteStartObject();
            writer.WriteNumber("index", issuer.Index);
            WriteMember(writer, issuer.Name, issuer.Region, issuer.Suite, issuer.PublicKey.Span);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static Issuer[] ReadIssuers(StrictJson root)
        =>
        [
            .. root.List("issuers", Genesis.MaximumIssuers, "index", "name", "region", "suite", "publicKey")
                .Select((fields, place) => (Fields: fields, Place: (ulong)place, Suite: ReadSuite(fields)))
                .Select(i => new Issuer(
                    (uint)i.Fields.Number("index", i.Place, i.Place),
                    i.Fields.Name("name"),
                    ReadRegion(i.Fields),
                    i.Suite,
                    ReadKey(i.Fields, "publicKey", i.Suite))),
        ];

    private static void WriteMember(
        Utf8JsonWriter writer, string name, Region region, SuiteId suite, ReadOnlySpan<byte> publicKey)
    {
        writer.WriteString("name", name);
        writer.WriteString("region", region.Code);
        writer.WriteString("suite", SuiteNames.Of(suite));
        writer.WriteHex("publicKey", publicKey);
    }

    private static Region ReadRegion(StrictJson fields)
    {
        string code = fields.Text("region", 8);
        fields.Require(Region.IsWellFormed(code), JsonFault.BadText, "region");
        return new Region(code);
    }

    private static string ReadAddress(StrictJson fields)
    {
        string address = fields.Text("address", Validator.MaximumAddressCharacters);
        fields.Require(Validator.IsAddress(address), JsonFault.BadText, "address");
        return address;
    }

    private static SuiteId ReadSuite(StrictJson fields)
    {
        SuiteId suite = SuiteNames.Parse(fields.Text("suite", 16));
        fields.Require(suite != SuiteId.None, JsonFault.UnknownSuite, "suite");
        return suite;
    }

    private static byte[] ReadKey(StrictJson fields, string name, SuiteId suite)
    {
        byte[] key = fields.Hex(name, Validator.MaximumKeyBytes);
        fields.Require(key.Length == SuiteNames.KeySize(suite), JsonFault.WrongLength, name);
        return key;
    }
}
