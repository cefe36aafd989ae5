using System.Security.Cryptography;
using Ledger.Cryptography.Signatures;

namespace Ledger.Tests.Interop.Signatures;

/// <summary>A message and its signature: 64 bytes of r and s, or R and S.</summary>
internal sealed record SignedMessage(byte[] PublicKey, byte[] Message, byte[] Signature)
{
    /// <summary>With keys drawn here, of messages of every length up to a few blocks.</summary>
    public static SignedMessage[] Make(SuiteId suite, int count)
        => [.. Enumerable.Range(0, count).Select(i => Make(suite, RandomNumberGenerator.GetBytes(1 + (37 * i % 200))))];

    public bool IsGood(SuiteId suite) => SignatureSuites.Production.Verify(suite, PublicKey, Message, Signature);

    /// <summary>One bit of the signature, or of the message, or of the public key, is another.</summary>
    public IEnumerable<SignedMessage> Tampered()
    {
        yield return this with { Signature = Flip(Signature, 5) };
        yield return this with { Signature = Flip(Signature, 40) };
        yield return this with { Message = [.. Message, 0] };
        yield return this with { PublicKey = Flip(PublicKey, PublicKey.Length - 1) };
    }

    private static SignedMessage Make(SuiteId suite, byte[] message)
    {
        using SoftwareSigner signer = SoftwareSigner.Open(suite, SoftwareSigner.Draw(suite));
        return new SignedMessage(signer.PublicKey.ToArray(), message, signer.Sign(message));
    }

    private static byte[] Flip(byte[] bytes, int at)
    {
        byte[] flipped = [.. bytes];
        flipped[at] ^= 1;
        return flipped;
    }
}
