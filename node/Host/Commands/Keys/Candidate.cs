using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Governance;
using Ledger.Protocol.Validators;

namespace Ledger.Node.Commands;

/// <summary>A descriptor that a running chain can let in: its keys have signed the whole record and the chain id.</summary>
/// <remarks>PROTOCOL.md E5, E6: so the proof is good for nothing else.</remarks>
internal sealed record Candidate(MemberDescriptor Member, string Path)
{
    /// <summary>Writes DIR/candidate.json from what is in DIR; what exists is left as it is.</summary>
    public static Candidate Prove(string folder, Genesis genesis, string passphraseFile, string? address = null)
    {
        bool isValidator = !IsIssuer(folder);
        MemberFiles files = MemberFiles.Of(folder, isValidator);
        MemberDescriptor read = MemberDescriptor.Load(
            files.Descriptor, isValidator ? MemberDescriptor.ValidatorFormat : MemberDescriptor.IssuerFormat);
        MemberDescriptor member = read with { Address = address ?? read.Address, ChainId = $"{genesis.ChainId}" };
        using SoftwareSigner key = SigningKey.Open(files.Signing, passphraseFile);
        if (SuiteNames.Of(key.Suite) != member.Suite || Convert.ToHexStringLower(key.PublicKey.Span) != member.PublicKey)
        {
            throw CommandFailure.OfFile(files.Signing, $"is not the key of {files.Descriptor}");
        }

        byte[] possession = files.Cosigning is { } cosigning
            ? ProveValidator(genesis, member, files, key, cosigning, passphraseFile)
            : Possession.Prove(genesis.ChainId, member.ToIssuer(0), key);
        Candidate candidate = new(
            member with { Possession = Convert.ToHexStringLower(possession) }, System.IO.Path.Combine(folder, "candidate.json"));
        candidate.Member.Save(candidate.Path);
        return candidate;
    }

    private static byte[] ProveValidator(
        Genesis genesis, MemberDescriptor member, MemberFiles files, ISigner key, string cosigning, string passphraseFile)
    {
        Validator record = member.ToValidator();
        using CosigningSigners cosigners = SigningKey.OpenCosigning(cosigning, passphraseFile);
        return record.CosigningKeys.AreOf(cosigners)
            ? Possession.Prove(genesis.ChainId, record, key, cosigners)
            : throw CommandFailure.OfFile(cosigning, $"holds not the keys of {files.Descriptor}");
    }

    public static bool IsIssuer(string folder) => File.Exists(MemberFiles.Of(folder, isValidator: false).Descriptor);
}
