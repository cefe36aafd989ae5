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
        Delays = Even(10),
    };

    public IReadOnlySet<string> Shown => _shown;

    public IReadOnlySet<string> Hidden => _hidden;

    public void Read(int line, string text)
    {
        Words words = new(line, text, Options.Validators);
        string setting = words.Next("a setting");
        switch (setting)
        {
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

    /// <summary>Every frame takes so long, within a region and between two.</summary>
    private static RegionDelays Even(ulong ms) => RegionDelays.Of(new DelayRange(ms, ms), new DelayRange(ms, ms));

    private SimulationOptions With(string setting, ulong value, Words words)
        => setting switch
        {
            "validators" => Options with { Layout = SimulationOptions.Halves((int)value) },
            "window" => Options with { Parameters = Options.Parameters with { Window = value } },
            "timeout" => Options with { Parameters = Options.Parameters with { BaseTimeoutMs = value } },
            "cap" => Options with { Parameters = Options.Parameters with { TimeoutCapMs = value } },
            "drift" => Options with { Parameters = Options.Parameters with { MaximumDriftMs = value } },
            "heartbeat" => Options with { HeartbeatMs = value },
            "delay" => Options with { Delays = Even(value) },
            _ => throw words.Fault($"\"{setting}\" is no setting of the cast"),
        };
}
