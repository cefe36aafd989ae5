using Ledger.Simulation.Cast;
using Ledger.Simulation.World;

namespace Ledger.Simulation.Telling;

/// <summary>Reads who plays and under which settings. A story's world has no chance in it but what its lines say.</summary>
public sealed class CastReader
{
    private readonly HashSet<string> _shown = [];
    private readonly HashSet<string> _hidden = [];

    public SimulationOptions Options { get; private set; } = new()
    {
        Seed = 1,
        HeartbeatMs = 500,
        TurnDelayMs = 0,
        Delays = Always(10),
    };

    public IReadOnlySet<string> Shown => _shown;

    public IReadOnlySet<string> Hidden => _hidden;

    public void Read(int line, string text)
    {
        Words words = new(line, text, Options.Validators);
        string setting = words.Next("a setting");
        switch (setting)
        {
            case "regions":
                Options = Options with { Layout = ReadLayout(words) };
                break;
            case "puppet":
                Options = Options with { Puppets = words.Validators().ToHashSet() };
                break;
            case "role":
                Play(words);
                break;
            case "show":
                TakeAll(words, _shown);
                break;
            case "hide":
                TakeAll(words, _hidden);
                break;
            default:
                Options = With(setting, words.Number(setting), words);
                break;
        }

        words.RequireEnd();
    }

    /// <summary>"3+1": so many validators of each region, interleaved in the set's order.</summary>
    private static int[] ReadLayout(Words words)
    {
        string layout = words.Next("a layout");
        int[] counts = [.. layout.Split('+').Select(c => int.TryParse(c, out int count) && count is > 0 and < 20 ? count : 0)];
        bool isOne = counts.Length <= SimulatedWorld.Regions.Count && !counts.Contains(0);
        return isOne ? counts : throw words.Fault($"\"{layout}\" is no layout of regions");
    }

    /// <summary>The same delay between any two, and nothing overtakes.</summary>
    private static RegionDelays Always(ulong delayMs)
        => RegionDelays.Of(new DelayRange(delayMs, delayMs), new DelayRange(delayMs, delayMs));

    private void Play(Words words)
    {
        int validator = words.Validator();
        Role role = words.Named<Role>("role");
        Options = Options with { Cast = new Dictionary<int, Role>(Options.Cast) { [validator] = role } };
    }

    private static void TakeAll(Words words, HashSet<string> kinds)
    {
        while (!words.IsEnd)
        {
            kinds.Add(words.Next("a kind"));
        }
    }

    private SimulationOptions With(string setting, ulong value, Words words)
        => setting switch
        {
            "window" => Options with { Parameters = Options.Parameters with { Window = value } },
            "timeout" => Options with { Parameters = Options.Parameters with { BaseTimeoutMs = value } },
            "cap" => Options with { Parameters = Options.Parameters with { TimeoutCapMs = value } },
            "drift" => Options with { Parameters = Options.Parameters with { MaximumDriftMs = value } },
            "heartbeat" => Options with { HeartbeatMs = value },
            "delay" => Options with { Delays = Always(value) },
            _ => throw words.Fault($"\"{setting}\" is no setting of the cast"),
        };
}
