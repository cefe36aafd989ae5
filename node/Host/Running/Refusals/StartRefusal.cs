namespace Ledger.Node.Running;

/// <summary>Why a node does not start though its stored bytes are good; each has its remedy in <see cref="StartRefusals"/>.</summary>
/// <remarks>Nothing is written before a start is refused, except where a remark says so.</remarks>
public enum StartRefusal
{
    /// <summary>Another program, or another node, listens there.</summary>
    PortInUse = 1,

    /// <summary>The address is not one of this machine, or this user may not listen there.</summary>
    AddressUnavailable,

    /// <summary>Another process holds the data directory's lock.</summary>
    DataDirectoryInUse,

    /// <summary>The genesis file cannot be read, or is none.</summary>
    GenesisUnreadable,

    /// <summary>The genesis file has no validator, or no peer, of a name in the configuration.</summary>
    NotInGenesis,

    /// <summary>A key file or the passphrase file cannot be read, or is damaged.</summary>
    KeyUnreadable,

    /// <summary>The passphrase does not open a key file.</summary>
    WrongPassphrase,

    /// <summary>A key is not the one that genesis names for this validator.</summary>
    ForeignKey,

    /// <summary>The limit of open files leaves too few for peers, stores and clients.</summary>
    TooFewDescriptors,

    /// <summary>The file of set changes cannot be read, is another chain's, or its changes do not follow from genesis.</summary>
    EpochsUnusable,
}
