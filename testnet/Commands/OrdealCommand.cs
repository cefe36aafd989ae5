using System.CommandLine;
using Ledger.Testnet.Ordeal;

namespace Ledger.Testnet.Commands;

/// <summary><c>ledger-testnet ordeal</c>: real validators under load are killed, frozen, darkened, or live among liars.</summary>
public static class OrdealCommand
{
    private const string Help = """
        Puts real validators under load through something bad, again and again. Commits must come back each time; afterwards
        the honest nodes must agree, and every acknowledged transaction must have a receipt that verifies at each of them.

        The report is JSON: for each round who was hit and the gap, the longest time without a receipt for any client; their
        p50, p90 and maximum beside the base timeout; and the clients' latencies. Exit code 0 when everything held, else 1.
        """;

    private const string MembershipHelp = """
        Members come, go and change all their keys, one of them down; then validators lose what they stored. Some 7 minutes.

        A fifth validator is added, one removed, one replaced; every key of the four is changed, one after another. Then data
        directories are deleted and a journal is torn, one at a time; then two of four at once, and the journal of one is put back.
        Then two more at once, one of each region, and a region that has nothing but backups: they vote by the operators' order.
        The report has for each the longest pause between two commits beside the median block interval, and how long it took. Every
        receipt handed out must verify at the end by 'ledger epochs', from the genesis and from a pin.
        """;

    private const string StateSyncHelp = """
        Empty nodes come to a long log and take over a snapshot, while some load goes on.

        One is left alone. One is killed three times, in blocks, leaves and state, one of its sources is killed, and another lies about
        offers, blocks, leaves and parts of the state. A validator loses its data directory and votes again. For comparison, one executes
        every block. Each must come to the head, give receipts from all over the log that verify from the genesis, and pass 'ledger fsck'.
        """;

    public static Command Create() => new("ordeal", Help)
    {
        Times("kill-primary", OrdealKind.KillPrimary, "SIGKILL the primary of four, restart it, and so on.", usual: 30),
        Times("blackout", OrdealKind.Blackout, "SIGKILL all four at once, restart them, and so on.", usual: 20),
        Long(
            "freeze", OrdealKind.Freeze, "SIGSTOP one of four for a while, then the primary.",
            BoundedOption.Of("--seconds", "How long each is stopped", 2, 600, usual: 60), TimeSpan.FromSeconds),
        Long(
            "adversaries", OrdealKind.Adversaries,
            "Seven validators, two of them hostile: one signs two chains and two votes, one asks for views and sends noise.",
            BoundedOption.Of("--minutes", "How long", 0.1, 60, usual: 10), TimeSpan.FromMinutes),
        Membership(),
        UpgradeCommand.Create(),
        StateSync(),
    };

    private static Command StateSync()
    {
        Option<double> anchors = BoundedOption.Of("--anchors", "Leaves before the first node comes", 100_000, 50_000_000, usual: 5_000_000);
        Option<double> rate = BoundedOption.Of("--rate", "Transactions a second that go on", 1, 200, usual: 20);
        Command command = new("state-sync", StateSyncHelp) { anchors, rate };
        command.SetAction(async (parsed, cancellation) =>
        {
            StateSyncPlan plan = new((int)parsed.GetValue(anchors), parsed.GetValue(rate));
            StateSyncReport report = await new StateSyncRun(plan, Console.Error.WriteLine).RunAsync(cancellation);
            await Console.Error.WriteLineAsync(report.ToTable());
            Console.Write(report.ToJson());
            return report.Faults.Count == 0 ? 0 : 1;
        });
        return command;
    }

    private static Command Membership()
    {
        Option<double> rate = BoundedOption.Of("--rate", "Transactions a second", 1, 200, usual: 20);
        Command command = new("membership", MembershipHelp) { rate };
        command.SetAction(async (parsed, cancellation) =>
        {
            MembershipReport report = await new MembershipRun(new MembershipPlan(parsed.GetValue(rate)), Console.Error.WriteLine)
                .RunAsync(cancellation);
            await Console.Error.WriteLineAsync(report.ToTable());
            Console.Write(report.ToJson());
            return report.Faults.Count == 0 ? 0 : 1;
        });
        return command;
    }

    private static Command Times(string name, OrdealKind kind, string help, double usual)
    {
        Option<double> times = BoundedOption.Of("--times", "Rounds", 1, 100, usual);
        Command command = new(name, help) { times };
        command.SetAction((parsed, cancellation) => RunAsync(
            new OrdealPlan(kind, (int)parsed.GetValue(times), TimeSpan.Zero), cancellation));
        return command;
    }

    private static Command Long(
        string name, OrdealKind kind, string help, Option<double> length, Func<double, TimeSpan> unit)
    {
        Command command = new(name, help) { length };
        command.SetAction((parsed, cancellation) => RunAsync(
            new OrdealPlan(kind, kind == OrdealKind.Freeze ? 2 : 1, unit(parsed.GetValue(length))), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(OrdealPlan plan, CancellationToken cancellation)
    {
        OrdealReport report = await new OrdealRun(plan, Console.Error.WriteLine).RunAsync(cancellation);
        Console.Write(report.ToJson());
        return report.Faults.Count == 0 ? 0 : 1;
    }
}
