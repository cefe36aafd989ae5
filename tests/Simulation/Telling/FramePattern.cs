using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Simulation.World;

namespace Ledger.Simulation.Telling;

/// <summary>Which frames a script means: by kind, subject, view, sender and receiver; what is left out is any.</summary>
public sealed record FramePattern(MessageKind? Kind, string? Subject, View? View, IReadOnlyList<int>? From, IReadOnlyList<int>? To)
{
    public static FramePattern Read(Words words)
    {
        MessageKind? kind = words.Take("everything") ? null : words.Named<MessageKind>("kind of message");
        string? subject = null;
        View? view = null;
        IReadOnlyList<int>? from = null;
        IReadOnlyList<int>? to = null;
        while (!words.IsEnd)
        {
            if (words.Take("from"))
            {
                from = words.Validators();
            }
            else if (words.Take("to"))
            {
                to = words.Validators();
            }
            else if (words.Take("view"))
            {
                view = new View(words.Number("a view"));
            }
            else
            {
                subject = words.Next("a subject");
            }
        }

        return new FramePattern(kind, subject, view, from, to);
    }

    public bool Matches(Frame frame, int to, Labels labels)
        => (Kind is null || frame.Message?.Kind == Kind)
            && (Subject is null || labels.Subject(frame.Message) == Subject)
            && (View is null || ViewOf(frame.Message) == View)
            && From?.Contains(frame.From) != false
            && To?.Contains(to) != false;

    private static View? ViewOf(Message? message)
        => message switch
        {
            PrePrepare m => m.View,
            Vote m => m.View,
            Suspect m => m.View,
            ViewChange m => m.View,
            NewView m => m.View,
            _ => null,
        };
}
