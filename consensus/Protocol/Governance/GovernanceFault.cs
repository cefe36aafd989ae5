namespace Ledger.Protocol.Governance;

/// <summary>Why a change makes no configuration that a chain can run on (PROTOCOL.md E5).</summary>
public enum GovernanceFault
{
    None = 0,

    /// <summary>No validator of that name is in the set.</summary>
    UnknownValidator,

    /// <summary>A validator of that name is in the set already.</summary>
    NameTaken,

    /// <summary>A name, a region's code or a key is not of the form that a genesis would take.</summary>
    BadMember,

    /// <summary>The new consensus key, or a cosigning key, did not sign for its own record on this chain.</summary>
    NoPossession,

    /// <summary>Nobody would be left, or more than a set can hold.</summary>
    BadSize,

    /// <summary>Two would share a name or a key, or a region would have less than its minimum.</summary>
    BadSet,

    /// <summary>A parameter outside its range.</summary>
    BadParameters,

    /// <summary>It leaves everything as it is.</summary>
    NothingChanges,

    /// <summary>A protocol version below the one in force: what was decided under it could not be read any more.</summary>
    VersionLower,

    /// <summary>A protocol version that is not the next one: versions come in force one at a time.</summary>
    VersionSkipped,

    /// <summary>An action that the protocol version in force does not have.</summary>
    NotInForce,

    /// <summary>An action about an issuer that does not stand alone in its change.</summary>
    NotAlone,

    /// <summary>The bytes of an action of a later version are none.</summary>
    Malformed,

    /// <summary>No issuer has that name.</summary>
    UnknownIssuer,

    /// <summary>The issuer was retired, which is for ever.</summary>
    RetiredIssuer,

    /// <summary>Another issuer has that key, or it is the one that the issuer has already.</summary>
    KeyTaken,

    /// <summary>There are as many issuers as a chain may ever have.</summary>
    TooManyIssuers,

    /// <summary>A quorum of the set would be of those alone who remember nothing.</summary>
    NobodyLeft,

    /// <summary>An order for lost journals that is of another epoch than the configuration it was made on.</summary>
    OtherEpoch,
}
