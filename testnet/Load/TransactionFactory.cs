using System.Security.Cryptography;
using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;
using Ledger.Testnet.Network;

namespace Ledger.Testnet.Load;

/// <summary>Makes and signs transactions of random commitments ahead of a load, on all cores.</summary>
public sealed class TransactionFactory : IDisposable
{
    private static readonly AnchorTerms Terms = new(CommitmentScheme.SaltedFile, DocumentType: 1, 0, 0);

    private readonly Genesis _genesis;
    private readonly uint _issuer;
    private readonly SoftwareSigner _signer;

    public TransactionFactory(Genesis genesis, IssuerIdentity issuer)
    {
        _genesis = genesis;
        _issuer = issuer.Index;
        _signer = issuer.OpenSigner();
    }

    /// <summary>Transactions valid up to the furthest height the chain allows from <paramref name="head"/>.</summary>
    public PreparedTransaction[] Prepare(int count, int commitments, ulong head)
    {
        PreparedTransaction[] prepared = new PreparedTransaction[count];
        Parallel.For(0, count, i => prepared[i] = Make(commitments, head));
        return prepared;
    }

    /// <summary>One transaction; thread-safe.</summary>
    public PreparedTransaction Make(int commitments, ulong head)
    {
        Height validUntil = new(head + _genesis.Parameters.MaximumValidityHeights);
        byte[] packed = RandomNumberGenerator.GetBytes(commitments * Digest.Size);
        Transaction transaction = AnchorTransaction.List(_genesis.ChainId, validUntil, _issuer, Terms, packed);
        byte[] bytes = SignedTransaction.Sign(transaction, _signer).Encode();
        return new PreparedTransaction(transaction.Id, bytes, commitments);
    }

    public void Dispose() => _signer.Dispose();
}
