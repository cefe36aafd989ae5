using Ledger.Cryptography.Hashing;
using Ledger.Engine.Receipts;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Transactions;
using Ledger.Simulation.Checkers;

namespace Ledger.Simulation.World;

/// <summary>The clients: anchor lists of 1 to 8 commitments, sent again elsewhere until a receipt comes, sometimes twice.</summary>
public sealed class Workload(SimulatedWorld world, SeededRandom random)
{
    private readonly Dictionary<Digest, ClientTransaction> _all = [];

    public IReadOnlyCollection<ClientTransaction> All => _all.Values;

    /// <summary>Spreads the submissions over the fault phase.</summary>
    public void Plan()
    {
        for (int i = 0; i < world.Options.Transactions; i++)
        {
            world.Clock.At(random.Between(0, world.Options.FaultsMs), Submit);
        }
    }

    /// <summary>A node decided a transaction: the client that asked there takes its receipt, checks it and is done.</summary>
    public void Decided(SimulatedNode node, Digest id)
    {
        if (!_all.TryGetValue(id, out ClientTransaction? transaction)
            || node.Receipts!.Locate(id) is not { } locator)
        {
            return;
        }

        if (transaction.Acknowledged is null && locator.Outcome == Outcome.Anchored)
        {
            transaction.Acknowledged = locator;
            world.Trace.Note(TraceEvent.Acknowledged, world.Clock.NowMs, node.Index, locator.FirstLeaf);
            world.Checkers.Acknowledged(node, transaction);
        }
    }

    private void Submit()
    {
        byte[] commitments = new byte[Digest.Size * (1 + random.Below(8))];
        random.Fill(commitments);
        Height head = new(world.Checkers.Agreement.Head);
        Transaction transaction = AnchorTransaction.List(
            world.Genesis.ChainId,
            head + world.Options.Parameters.MaximumValidityHeights,
            0,
            new AnchorTerms(CommitmentScheme.SaltedFile, 7, 0, 0),
            commitments);
        SignedTransaction signed = SignedTransaction.Sign(transaction, world.IssuerSigner);
        ClientTransaction client = new(world.Check(signed), random.Below(world.Nodes.Length));
        _all.Add(transaction.Id, client);
        world.Trace.Note(TraceEvent.Submitted, world.Clock.NowMs, 0, (ulong)_all.Count);
        Send(client);
        if (random.Chance(150))
        {
            Send(client); // the same bytes by another way: still one anchor
        }
    }

    private void Send(ClientTransaction client)
    {
        if (client.IsOver(world))
        {
            return;
        }

        SimulatedNode node = world.Nodes[client.Next(world.Nodes.Length)];
        world.Clock.After(random.Between(0, 5), () => node.Submit(client));
        if (!client.IsWaiting)
        {
            client.IsWaiting = true;
            world.Clock.After(world.Options.ClientTimeoutMs, () =>
            {
                client.IsWaiting = false;
                Send(client);
            });
        }
    }
}
