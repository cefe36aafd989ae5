using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;

namespace Ledger.Protocol.Governance;

/// <summary>What operators sign, each alone and off-line: actions that take effect together or not at all.</summary>
/// <remarks>Wire, and what its id is the SHA-256 of: version u8 = 1, chain id 32, revision u64, count u8, the actions.</remarks>
/// <param name="Revision">
/// How many changes the chain has made when this one is made: so it is made once at most, and never on a state that its signers
/// did not see.
/// </param>
public sealed record GovernanceChange(Digest ChainId, ulong Revision, IReadOnlyList<GovernanceAction> Actions)
{
    public const byte Version = 1;

    /// <summary>Most actions of one change.</summary>
    public const int MaximumActions = 16;

    private static readonly byte[] DomainTag = "ledger/govern/v1"u8.ToArray();

    /// <summary>The lowest protocol version that has all of its actions.</summary>
    public uint Since => Actions.Max(a => a.Since);

    /// <summary>It is about issuers, and nothing of the epoch's configuration changes.</summary>
    public bool IsOfIssuers => Actions.Any(a => a is GovernanceAction.Later { Kind: not RecoveryOrder.Kind });

    /// <summary>It lets journals that were made anew sign again, in the epoch that it names and from the next on (D3).</summary>
    public bool Recovers => Actions is [GovernanceAction.Later { Kind: RecoveryOrder.Kind }];

    public Digest Id => Sha256.Hash(Encode());

    public Approval Approve(ValidatorIndex index, ISigner operatorKey) => new(index, operatorKey.Sign(SignedBytes()));

    /// <summary>Whether the approval is that of the validator's operator.</summary>
    public bool IsApprovedBy(Validator validator, Approval approval, SignatureSuites suites)
        => suites.Verify(validator.Suite, validator.OperatorKey.Span, SignedBytes(), approval.Signature.Span);

    public byte[] Encode()
    {
        WireWriter writer = new();
        Write(writer);
        return writer.ToArray();
    }

    public void Write(WireWriter writer)
    {
        writer.U8(Version).Digest(ChainId).U64(Revision).U8((byte)Actions.Count);
        foreach (GovernanceAction action in Actions)
        {
            action.Write(writer);
        }
    }

    public static GovernanceChange Read(ref WireReader reader)
    {
        reader.Require(reader.U8() == Version, DecodeFault.UnknownKind);
        Digest chainId = reader.Digest();
        ulong revision = reader.U64();
        int count = reader.U8();
        reader.Require(count > 0, DecodeFault.NotCanonical);
        reader.Require(count <= MaximumActions, DecodeFault.TooLong);
        List<GovernanceAction> actions = [];
        for (int i = 0; i < count && !reader.Failed; i++)
        {
            if (GovernanceAction.Read(ref reader) is { } action)
            {
                actions.Add(action);
            }
        }

        return new GovernanceChange(chainId, revision, actions);
    }

    private byte[] SignedBytes() => [.. DomainTag, .. ChainId.ToArray(), .. Id.ToArray()];
}
