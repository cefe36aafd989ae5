using Ledger.Cryptography.Hashing;

namespace Ledger.Protocol.Checkpoints;

/// <summary>What the public log of a chain, its SM3 twin and their cosigners are called in notes.</summary>
/// <remarks>
/// c2sp.org/tlog-checkpoint: an origin names one log for ever, so it is made of the chain id, which names the genesis, and of nothing
/// that may move. No endpoint is meant by it.
/// </remarks>
public static class LogOrigin
{
    private const string Twin = "/sm3";

    /// <summary>Of the log over SHA-256: <c>ledger/</c> and the chain id in 64 hex digits.</summary>
    public static string Of(Digest chainId) => $"ledger/{chainId}";

    /// <summary>Of the log over SM3, which has the same leaves in the same order.</summary>
    public static string TwinOf(Digest chainId) => Of(chainId) + Twin;

    /// <summary>
    /// Under what name a validator cosigns both logs: the origin of the first, a slash, and its name with all but letters, digits and
    /// <c>-._~</c> percent-encoded (RFC 3986 2.1), since a key's name has neither space nor plus.
    /// </summary>
    public static string CosignerName(Digest chainId, string validatorName) => $"{Of(chainId)}/{Uri.EscapeDataString(validatorName)}";
}
