using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;

namespace Ledger.Protocol.Governance;

/// <summary>One operator's signature under a change: the place of its validator in the set, and 64 bytes.</summary>
public readonly record struct Approval(ValidatorIndex Operator, ReadOnlyMemory<byte> Signature)
{
    public void Write(WireWriter writer) => writer.Validator(Operator).Raw(Signature.Span);

    public static Approval Read(ref WireReader reader)
        => new(reader.Validator(), reader.Take(SignatureSuites.SignatureSize).ToArray());
}
