using Ledger.Cryptography.Signatures;
using Ledger.Engine;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;

namespace Ledger.Simulation.Telling;

/// <summary>"v1 says ...": what a script signs with the key of a validator that has no engine, or no honest one.</summary>
/// <remarks>Others' signatures cannot be forged: certificates and NewViews are made of what was really sent.</remarks>
public static class PuppetVerbs
{
    public static Action<StoryStage> Read(string verb, Words words)
    {
        int puppet = verb.Length > 1 && verb[0] == 'v' && int.TryParse(verb.AsSpan(1), out int index)
            ? index
            : throw words.Fault($"\"{verb}\" is neither a verb nor a validator");
        words.Require("says");
        Func<StoryStage, Speaker, byte[]> message = ReadMessage(words);
        IReadOnlyList<int>? to = words.Take("to") ? words.Validators() : null;
        return stage =>
        {
            byte[] frame = message(stage, new Speaker(stage, puppet));
            foreach (int other in (to ?? [.. Enumerable.Range(0, stage.World.Nodes.Length)]).Where(v => v != puppet))
            {
                stage.World.Network.Send(puppet, other, TransportLane.Votes, frame);
            }
        };
    }

    private static Func<StoryStage, Speaker, byte[]> ReadMessage(Words words)
    {
        if (words.Take("garbage"))
        {
            return (_, _) => [0xff, 0x00, 0xff];
        }

        MessageKind kind = words.Named<MessageKind>("kind of message");
        return kind switch
        {
            MessageKind.PrePrepare => ReadProposal(words),
            MessageKind.Prepare => ReadVote(words, StatementType.Prepare),
            MessageKind.Commit => ReadVote(words, StatementType.Commit),
            MessageKind.Suspect => ReadSuspect(words),
            MessageKind.ViewChange => ReadViewChange(words),
            MessageKind.NewView => ReadNewView(words),
            _ => throw words.Fault($"a puppet does not say {kind}"),
        };
    }

    private static Func<StoryStage, Speaker, byte[]> ReadProposal(Words words)
    {
        string block = words.Next("a block");
        View view = words.View();
        return (stage, speaker) =>
        {
            Statement statement = stage.StatementOf(StatementType.PrePrepare, block, view, words);
            return new PrePrepare(speaker.Self, view, stage.Block(block, words), speaker.Sign(statement)).ToFrame(stage.Epoch);
        };
    }

    private static Func<StoryStage, Speaker, byte[]> ReadVote(Words words, StatementType type)
    {
        string block = words.Next("a block");
        View view = words.View();
        return (stage, speaker) => speaker.Vote(stage.StatementOf(type, block, view, words)).ToFrame(stage.Epoch);
    }

    private static Func<StoryStage, Speaker, byte[]> ReadSuspect(Words words)
    {
        View view = words.View();
        return (stage, speaker) => new Suspect(speaker.Self, view, speaker.Sign(Suspect.StatementFor(view))).ToFrame(stage.Epoch);
    }

    /// <summary>"ViewChange view 1 with CC B1 view 0 with PC B2 view 0".</summary>
    private static Func<StoryStage, Speaker, byte[]> ReadViewChange(Words words)
    {
        View view = words.View();
        Dictionary<StatementType, (string Block, View View)> shown = [];
        while (words.Take("with"))
        {
            StatementType type = words.Take("CC") ? StatementType.Commit : StatementType.Prepare;
            if (type == StatementType.Prepare)
            {
                words.Require("PC");
            }

            shown[type] = (words.Next("a block"), words.View());
        }

        return (stage, speaker) =>
        {
            QuorumCertificate? commit = Certificate(StatementType.Commit);
            QuorumCertificate? prepared = Certificate(StatementType.Prepare);
            Statement statement = ViewChange.StatementFor(view, commit, prepared);
            ViewChange change = new(speaker.Self, view, commit, prepared, speaker.Sign(statement));
            stage.Ballots.Note(change);
            return change.ToFrame(stage.Epoch);

            QuorumCertificate? Certificate(StatementType type)
                => shown.TryGetValue(type, out (string Block, View View) c)
                    ? stage.Ballots.Certificate(stage.StatementOf(type, c.Block, c.View, words))
                    : null;
        };
    }

    /// <summary>"NewView view 1 of v0 v1 v3": of the ViewChanges that these have sent.</summary>
    private static Func<StoryStage, Speaker, byte[]> ReadNewView(Words words)
    {
        View view = words.View();
        words.Require("of");
        IReadOnlyList<int> senders = words.Validators();
        return (stage, speaker) =>
        {
            ViewChange[] changes = [.. senders.Select(s => stage.Ballots.ChangeOf(new ValidatorIndex((byte)s), view)
                ?? throw words.Fault($"v{s} has sent no ViewChange for view {view}"))];
            return new NewView(speaker.Self, view, changes, speaker.Sign(NewView.StatementFor(view, changes))).ToFrame(stage.Epoch);
        };
    }

    /// <summary>A validator's key in the script's hand.</summary>
    private sealed class Speaker(StoryStage stage, int index)
    {
        public ValidatorIndex Self => new((byte)index);

        private ISigner Signer => stage.World.SignerOf(stage.World.Nodes[index], stage.World.Genesis.Configuration);

        public byte[] Sign(Statement statement) => statement.Sign(stage.World.Genesis.Context, Signer);

        public Vote Vote(Statement statement)
        {
            Vote vote = new(Self, statement, Sign(statement));
            stage.Ballots.Note(vote);
            return vote;
        }
    }
}
