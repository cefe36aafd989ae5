using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using Ledger.Cryptography.Signatures;

namespace Ledger.Tests.Interop.Signatures;

/// <summary>The <c>openssl</c> program: reads keys as PEM, signatures as DER, and messages as files.</summary>
internal sealed class OpenSsl(string folder)
{
    private const string Program = "/usr/bin/openssl";

    private int _files;

    public async Task<bool> VerifiesAsync(SuiteId suite, SignedMessage signed)
    {
        string key = Write(Encoding.Pem(PublicKeyInfo.Encode(suite, signed.PublicKey)));
        string signature = Write(suite == SuiteId.Ed25519 ? signed.Signature : Encoding.Der(signed.Signature));
        ClientRun run = await RunAsync(
            ["pkeyutl", "-verify", "-pubin", "-inkey", key, "-in", Write(signed.Message), "-sigfile", signature, .. Options(suite)]);
        return run.Exit == 0;
    }

    /// <summary>With a key of its own.</summary>
    public async Task<SignedMessage> SignAsync(SuiteId suite, byte[] message)
    {
        string key = Path.Combine(folder, $"{_files++}");
        string signature = Path.Combine(folder, $"{_files++}");
        string point = Path.Combine(folder, $"{_files++}");
        await MustAsync(["genpkey", "-out", key, .. Algorithm(suite)]);
        await MustAsync(["pkeyutl", "-sign", "-inkey", key, "-in", Write(message), "-out", signature, .. Options(suite)]);
        await MustAsync(["pkey", "-in", key, "-pubout", "-outform", "DER", "-out", point]);
        byte[] signed = File.ReadAllBytes(signature);
        return new SignedMessage(
            Encoding.Point(File.ReadAllBytes(point)), message, suite == SuiteId.Ed25519 ? signed : Encoding.Raw(signed));
    }

    private static string[] Options(SuiteId suite) => suite switch
    {
        SuiteId.Sm2 => ["-rawin", "-digest", "sm3", "-pkeyopt", "distid:1234567812345678"],
        SuiteId.P256 => ["-rawin", "-digest", "sha256"],
        _ => ["-rawin"],
    };

    private static string[] Algorithm(SuiteId suite) => suite switch
    {
        SuiteId.Sm2 => ["-algorithm", "SM2"],
        SuiteId.P256 => ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"],
        _ => ["-algorithm", "ED25519"],
    };

    private static async Task MustAsync(string[] arguments)
    {
        ClientRun run = await RunAsync(arguments);
        Assert.True(run.Exit == 0, $"openssl {string.Join(' ', arguments)}: {run.Output}");
    }

    private static Task<ClientRun> RunAsync(string[] arguments)
    {
        Assert.True(File.Exists(Program), "This test needs openssl: run testnet/setup tests.");
        return ClientRun.OfAsync([Program, .. arguments]);
    }

    private string Write(byte[] bytes)
    {
        string path = Path.Combine(folder, $"{_files++}");
        File.WriteAllBytes(path, bytes);
        return path;
    }

    /// <summary>Between this project's forms and those of RFC 5280 and RFC 3279, by the framework's own reader and writer.</summary>
    private static class Encoding
    {
        public static byte[] Pem(byte[] info) => System.Text.Encoding.ASCII.GetBytes(PemEncoding.Write("PUBLIC KEY", info));

        public static byte[] Der(byte[] raw)
        {
            AsnWriter writer = new(AsnEncodingRules.DER);
            using (writer.PushSequence())
            {
                writer.WriteInteger(new BigInteger(raw.AsSpan(0, 32), isUnsigned: true, isBigEndian: true));
                writer.WriteInteger(new BigInteger(raw.AsSpan(32), isUnsigned: true, isBigEndian: true));
            }

            return writer.Encode();
        }

        public static byte[] Raw(byte[] der)
        {
            AsnReader reader = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
            return [.. Scalar(reader.ReadInteger()), .. Scalar(reader.ReadInteger())];
        }

        public static byte[] Point(byte[] info)
        {
            AsnReader reader = new AsnReader(info, AsnEncodingRules.DER).ReadSequence();
            reader.ReadSequence();
            return reader.ReadBitString(out _);
        }

        private static byte[] Scalar(BigInteger number)
        {
            byte[] bytes = number.ToByteArray(isUnsigned: true, isBigEndian: true);
            return [.. new byte[32 - bytes.Length], .. bytes];
        }
    }
}
