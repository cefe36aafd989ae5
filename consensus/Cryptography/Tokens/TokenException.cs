namespace Ledger.Cryptography.Tokens;

/// <summary>A token does not do what is asked of it.</summary>
public sealed class TokenException(TokenFault fault, string message, Exception? cause = null) : Exception(message, cause)
{
    public TokenFault Fault { get; } = fault;
}
