using System.Text.Json;
using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Keys;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Validators;
using Ledger.Testnet.Network;

namespace Ledger.Tests.Integration;

/// <summary>What a change of the validator set says of a node whose key files are at hand.</summary>
internal static class MemberRecords
{
    /// <summary>Its record, and the proof that it holds the keys named there.</summary>
    /// <param name="folder">Its key files and <c>validator.json</c>.</param>
    public static (Validator Record, byte[] Possession) Of(
        TestNetwork network, string folder, string region, string address, ReadOnlyMemory<byte>? operatorKey = null)
    {
        JsonElement descriptor = JsonSerializer.Deserialize<JsonElement>(File.ReadAllBytes(Path.Combine(folder, "validator.json")));
        Validator record = new(
            descriptor.GetProperty("name").GetString()!,
            new Region(region),
            SuiteId.Ed25519,
            Key("publicKey"),
            Digest.TryParse(descriptor.GetProperty("tlsPin").GetString(), out Digest pin) ? pin : default,
            operatorKey ?? Key("operatorKey"),
            new CosigningKeys(Key("cosigningEd25519"), Key("cosigningSm2")),
            address);
        using SoftwareSigner key = Open(network, Path.Combine(folder, "consensus.key"));
        using CosigningSigners cosigners = OpenCosigners(network, Path.Combine(folder, "cosigning.key"));
        return (record, Protocol.Governance.Possession.Prove(network.Genesis.ChainId, record, key, cosigners));

        byte[] Key(string field) => Convert.FromHexString(descriptor.GetProperty(field).GetString()!);
    }

    public static SoftwareSigner Open(TestNetwork network, string path)
        => new IssuerIdentity(0, "", "", path, PassphraseOf(network)).OpenSigner();

    public static string PassphraseOf(TestNetwork network) => Path.Combine(network.Folder, "passphrase");

    private static CosigningSigners OpenCosigners(TestNetwork network, string path)
    {
        Assert.Equal(KeyFileFault.None, KeyFile.Load(path, out KeyFile? file));
        Assert.Equal(KeyFileFault.None, file!.Open(File.ReadAllBytes(PassphraseOf(network)), out byte[] secret));
        return CosigningSigners.Open(secret);
    }
}
