namespace Ledger.Node.Running;

/// <summary>What the operator does about each refusal.</summary>
public static class StartRefusals
{
    /// <summary>One sentence.</summary>
    public static string RemedyOf(StartRefusal refusal) => refusal switch
    {
        StartRefusal.PortInUse => "Stop what listens there (ss -ltnp shows it), or configure another port.",
        StartRefusal.AddressUnavailable => "Configure an address of this machine and a port that this user may listen on.",
        StartRefusal.DataDirectoryInUse => "Stop the other process first: two on one journal would vote twice.",
        StartRefusal.GenesisUnreadable => "Put the chain's genesis file there; every validator has the same one.",
        StartRefusal.NotInGenesis => "Correct the name, or point genesisPath at the genesis file of this validator's chain.",
        StartRefusal.KeyUnreadable => "Put the key file back and make it readable for the user that the node runs as.",
        StartRefusal.WrongPassphrase => "Point passphraseFilePath at the passphrase that the key was made with.",
        StartRefusal.ForeignKey => "Point the configuration at this validator's own key file.",
        StartRefusal.TooFewDescriptors => "Raise the limit of open files (LimitNOFILE= in systemd, ulimit -n).",
        StartRefusal.EpochsUnusable => "Fetch it anew with `ledger epochs --out FILE`, or leave epochsPath out.",
        _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal, "no such refusal"),
    };
}
