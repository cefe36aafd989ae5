using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Validators;

namespace Ledger.Client.Light;

/// <summary>Whether a run of headers is final in one epoch: a pure function, which names the check that fails.</summary>
/// <remarks>PROTOCOL.md N0, N5, E1, T0: one certificate makes its block and all ancestors final.</remarks>
public static class HeaderJudge
{
    public static LightFault Judge(HeaderRun run, EpochConfiguration epoch, SignatureSuites suites)
    {
        LightFault fault = run.Headers.Select(h => JudgeAlone(h, epoch)).FirstOrDefault(f => f != LightFault.None);
        fault = fault != LightFault.None ? fault
            : run.Headers.Zip(run.Headers.Skip(1), JudgeChild).FirstOrDefault(f => f != LightFault.None);
        return fault != LightFault.None ? fault : JudgeCertificate(run, epoch, suites);
    }

    /// <summary>Whether a header follows its parent, in the same epoch or in the next.</summary>
    public static LightFault JudgeChild(BlockHeader parent, BlockHeader child)
        => child.Height != parent.Height.Next ? LightFault.Gap
            : child.Parent != parent.ComputeId().Sha256 ? LightFault.BrokenParent
            : child.ConfigurationHash != parent.NextConfigurationHash ? LightFault.WrongEpoch
            : child.TimeMs <= parent.TimeMs || child.LogSize < parent.LogSize ? LightFault.GoesBack
            : LightFault.None;

    private static LightFault JudgeAlone(BlockHeader header, EpochConfiguration epoch)
        => header.ChainId != epoch.ChainId ? LightFault.WrongChain
            : header.Epoch != epoch.Number || header.ConfigurationHash != epoch.Hash || header.Height < epoch.Start ? LightFault.WrongEpoch
            : LightFault.None;

    private static LightFault JudgeCertificate(HeaderRun run, EpochConfiguration epoch, SignatureSuites suites)
    {
        QuorumCertificate certificate = run.Certificate;
        ValidatorSet set = epoch.Validators;
        bool isOfLast = certificate.IsCommit && certificate.Height == run.Last.Height && certificate.Block == run.Last.ComputeId();
        return !isOfLast ? LightFault.CertificateNotOfHeader
            : !certificate.Signers.Members.All(set.Contains) ? LightFault.UnknownSigner
            : certificate.Signers.Count < set.Quorum ? LightFault.QuorumMissing
            : !set.HasQuorum(certificate.Signers) ? LightFault.RegionMissing
            : certificate.IsValid(epoch, suites) ? LightFault.None
            : LightFault.BadSignature;
    }
}
