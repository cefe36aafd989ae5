using Ledger.Cryptography.Signatures;
using Ledger.Engine;
using Ledger.Engine.Execution.Governance;
using Ledger.Protocol.Governance;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;

namespace Ledger.Simulation.World;

/// <summary>What the operators decide and when, drawn from the seed: members that come, go, are replaced or take new keys.</summary>
/// <remarks>Some of it is nothing that a chain may do; that must be refused. The f of every set are left to the adversaries.</remarks>
public sealed class ChangePlan(SimulatedWorld world, SeededRandom random)
{
    /// <summary>Fewest validators that are left: with three nobody may fail.</summary>
    private const int Fewest = 3;

    private readonly List<(GovernanceChange Change, Height Until)> _submitted = [];

    private bool _over;

    public void Plan()
    {
        if (world.Options.ChangeEveryMs > 0)
        {
            Next();
        }
    }

    /// <summary>Nobody proposes anything more, but that what can never be is given up.</summary>
    public void End()
    {
        _over = true;
        if (world.Options.ChangeEveryMs > 0)
        {
            GiveUp();
        }
    }

    /// <summary>What a test has the operators decide.</summary>
    public void Decide(params GovernanceAction[] actions) => Submit(Newest(), actions);

    /// <summary>Whether one more may fail beside those who did, in every set that may be in force now or soon.</summary>
    public bool MayFail(SimulatedNode node)
    {
        bool isOneAlready = node.IsDamaged || node.IsLate || node.IsSilenced;
        return node.IsHonest && (isOneAlready || Sets().All(set => Faulty(NodesOf(set)).Union([node.Index]).Count() <= set.Faults));
    }

    /// <summary>The set in force, those that some are still in or will be, and what a change makes of it that may be decided yet.</summary>
    public IEnumerable<ValidatorSet> Sets()
    {
        GovernanceState state = Newest();
        yield return world.Epochs.Last.Validators;
        yield return state.Epoch.Validators;
        if (state.Next is { } next)
        {
            yield return next.Validators;
        }

        foreach (GovernanceChange change in Coming(state))
        {
            if (GovernanceRules.TryApply(state.Epoch, change, world.Suites, out ConfigurationDraft? draft) == GovernanceFault.None
                && NodesOf(draft!.Validators).All(node => node < world.Nodes.Length)) // else somebody will never be ready
            {
                yield return draft.Begin(state.Epoch, state.Epoch.Start.Next).Validators;
            }
        }
    }

    private IEnumerable<int> Faulty(IReadOnlyCollection<int> set)
        => world.Nodes.Where(n => set.Contains(n.Index) && (!n.IsHonest || n.IsDamaged || n.IsLate || n.IsSilenced)).Select(n => n.Index);

    /// <summary>What waits for a Ready, and what is under way and may be decided yet.</summary>
    private IEnumerable<GovernanceChange> Coming(GovernanceState state)
        => _submitted.Where(s => s.Change.Revision >= state.Revision && s.Until.Value > world.Checkers.Agreement.Head)
            .Select(s => s.Change).Concat(state.Awaiting is { } awaited ? [awaited] : []);

    private static int[] NodesOf(ValidatorSet set) => NodesOf(set.Validators);

    private static int[] NodesOf(IEnumerable<Validator> validators) => [.. validators.Select(v => int.Parse(v.Name.AsSpan(1)))];

    private GovernanceState Newest()
        => world.Live.Where(n => n.IsUp).MaxBy(n => n.Engine!.State.Block.Height)?.Engine!.State.Governance
            ?? GovernanceState.Of(world.Epochs.Last);

    private void Next()
        => world.Clock.After(random.Between(1, 2 * world.Options.ChangeEveryMs), () =>
        {
            if (!_over)
            {
                if (random.Chance(world.Options.JournalPermille))
                {
                    world.Journals.Strike();
                }
                else
                {
                    Propose();
                }

                Next();
            }
        });

    private void Propose()
    {
        GovernanceState state = Newest();
        if (state.Awaiting is not null && random.Chance(300))
        {
            Submit(state, new GovernanceAction.Withdraw());
        }
        else if ((state.Awaiting is null && state.Next is null) || random.Chance(200))
        {
            Submit(state, Draw([.. NodesOf(state.Epoch.Validators)], state.Epoch));
        }
    }

    private GovernanceAction[] Draw(List<int> set, EpochConfiguration epoch)
    {
        int[] spare = [.. Enumerable.Range(0, world.Options.Nodes).Except(set)];
        int member = random.Of([.. set]);
        int? other = spare.Length == 0 ? null : random.Of(spare);
        bool mayGo = set.Count > Fewest && Faulty([.. set.Where(i => i != member)]).Count() <= (set.Count - 2) / 3;
        return random.Below(12) switch
        {
            < 3 when other is { } comer => [LetIn(comer, isNew: true)],
            < 5 when mayGo => [new GovernanceAction.RemoveValidator(EpochBook.NameOf(member))],
            < 7 when other is { } comer => [new GovernanceAction.RemoveValidator(EpochBook.NameOf(member)), LetIn(comer, isNew: true)],
            < 9 => [LetIn(member, isNew: false)],
            9 => [Forged(other ?? member, other is not null)],
            10 => [Ghost()],
            _ => [new GovernanceAction.SetParameters(epoch.Parameters with { Window = random.Of(1UL, 2UL, 3UL, 8UL) })],
        };
    }

    /// <summary>A newcomer under its own key, or a member under one more.</summary>
    private GovernanceAction LetIn(int node, bool isNew)
    {
        ISigner key = isNew ? world.KeysOf(node)[^1] : world.AddKey(node);
        Validator record = world.RecordOf(node, key);
        byte[] proof = Possession.Prove(world.Genesis.ChainId, record, key, world.CosignersOf(node));
        return isNew ? new GovernanceAction.AddValidator(record, proof) : new GovernanceAction.ReplaceValidator(record, proof);
    }

    /// <summary>Another's key, which whoever asks to be let in under it does not hold.</summary>
    private GovernanceAction Forged(int node, bool isNew)
    {
        ISigner anothers = world.StrangeKey();
        Validator record = world.RecordOf(node, anothers);
        byte[] proof = Possession.Prove(world.Genesis.ChainId, record, world.KeysOf(node)[^1], world.CosignersOf(node));
        return isNew ? new GovernanceAction.AddValidator(record, proof) : new GovernanceAction.ReplaceValidator(record, proof);
    }

    /// <summary>A newcomer that will never be ready.</summary>
    private GovernanceAction.AddValidator Ghost()
    {
        ISigner key = world.StrangeKey();
        CosigningSigners cosigners = world.StrangeCosigners();
        Validator record = world.RecordOf(0, key) with
        {
            Name = EpochBook.NameOf(99),
            TlsPin = Cryptography.Hashing.Sha256.Hash("ghost"u8),
            OperatorKey = world.StrangeKey().PublicKey,
            CosigningKeys = CosigningKeys.Of(cosigners),
        };
        return new GovernanceAction.AddValidator(record, Possession.Prove(world.Genesis.ChainId, record, key, cosigners));
    }

    /// <summary>All operators of the set sign, or just a quorum of them; somebody hands it to a few nodes.</summary>
    private void Submit(GovernanceState state, params GovernanceAction[] actions)
    {
        GovernanceChange change = new(world.Genesis.ChainId, state.Revision, actions);
        ValidatorSet set = state.Epoch.Validators;
        IEnumerable<Approval> approvals = set.Validators.Index()
            .Select(v => change.Approve(new ValidatorIndex((byte)v.Index), world.OperatorOf(int.Parse(v.Item.Name.AsSpan(1)))))
            .Skip(random.Chance(300) ? 1 : 0);
        Height until = new(world.Checkers.Agreement.Head + Math.Min(40, state.Epoch.Parameters.MaximumValidityHeights));
        _submitted.Add((change, until));
        SignedTransaction signed = SignedTransaction.Unsigned(GovernanceTransaction.Of(change, until, approvals));
        CheckedTransaction transaction = CheckedTransaction.Check(signed, null, world.Suites);
        for (int i = 0; i < 2; i++)
        {
            world.Nodes[random.Below(world.Nodes.Length)].Hear(new EngineInput.Submitted(transaction, _ => { }));
        }
    }

    /// <summary>Again and again, since what is submitted may be lost with the node that took it.</summary>
    private void GiveUp()
    {
        if (Newest() is { Awaiting: not null, Next: null } state)
        {
            Submit(state, new GovernanceAction.Withdraw());
        }

        world.Clock.After(500, GiveUp);
    }
}
