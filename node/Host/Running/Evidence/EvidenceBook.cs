using System.Threading.Channels;
using Ledger.Protocol.Evidence;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;

namespace Ledger.Node.Running;

/// <summary>Counts misbehaviour and keeps its evidence: the oldest of each validator, bounded, written off the engine's thread.</summary>
/// <remarks>Bounded for each validator by itself, so that one liar cannot crowd out the evidence against another.</remarks>
public sealed class EvidenceBook
{
    /// <summary>Most files against one validator; what it does beyond them is counted.</summary>
    public const int MaximumFilesEach = 16;

    private readonly EvidenceFolder _folder;
    private readonly NodeLog _log;
    private readonly HashSet<string> _names = [];
    private readonly (string Name, Epoch Epoch, ValidatorIndex Validator, MisbehaviorKind Kind)[] _found;
    private readonly SortedDictionary<(byte Validator, MisbehaviorKind Kind), (long Heard, int Kept)> _tally = [];
    private readonly Channel<(Misbehavior Misbehavior, string Validator)> _toWrite =
        Channel.CreateUnbounded<(Misbehavior, string)>();
    private ValidatorSet _set;
    private int[] _files = [];

    public EvidenceBook(EvidenceFolder folder, EpochConfiguration epoch, NodeLog log)
    {
        (_folder, _set, _log) = (folder, epoch.Validators, log);
        _found = [.. folder.List()];
        Begin(epoch);
    }

    /// <summary>What is known of each validator of this epoch, in the order of the set.</summary>
    public IEnumerable<(string Validator, MisbehaviorKind Kind, long Heard, int Kept)> Tally
        => _tally.Select(t => (_set[new ValidatorIndex(t.Key.Validator)].Name, t.Key.Kind, t.Value.Heard, t.Value.Kept));

    /// <summary>Another epoch: its validators are counted anew, from the files that were there at the start.</summary>
    public void Begin(EpochConfiguration epoch)
    {
        (_set, _files) = (epoch.Validators, new int[epoch.Validators.Size]);
        _tally.Clear();
        foreach ((string name, _, ValidatorIndex validator, MisbehaviorKind kind) in
            _found.Where(e => e.Epoch == epoch.Number && _set.Contains(e.Validator)))
        {
            Keep(name, validator, kind);
        }
    }

    /// <summary>Takes note on the engine's thread; no disk is touched here.</summary>
    public void Note(Misbehavior misbehavior)
    {
        (byte, MisbehaviorKind) key = (misbehavior.Validator.Value, misbehavior.Kind);
        (long heard, int kept) = _tally.GetValueOrDefault(key);
        _tally[key] = (heard + 1, kept);
        string name = EvidenceFolder.NameOf(misbehavior);
        if (_files[misbehavior.Validator.Value] < MaximumFilesEach && !_names.Contains(name))
        {
            Keep(name, misbehavior.Validator, misbehavior.Kind);
            // Never refused while the node runs, and bounded by the files.
            _toWrite.Writer.TryWrite((misbehavior, _set[misbehavior.Validator].Name));
        }
    }

    /// <summary>Writes until <see cref="Finish"/>; a failed write ends it and the node.</summary>
    public async Task RunAsync()
    {
        await foreach ((Misbehavior misbehavior, string validator) in _toWrite.Reader.ReadAllAsync())
        {
            _folder.Write(misbehavior);
            _log.Warn(
                "misbehavior.kept",
                ("validator", validator),
                ("kind", misbehavior.Kind),
                ("view", misbehavior.First.Statement.View),
                ("height", misbehavior.First.Statement.Height),
                ("file", EvidenceFolder.NameOf(misbehavior)));
        }
    }

    /// <summary>Nothing more will be noted: what waits is still written.</summary>
    public void Finish() => _toWrite.Writer.TryComplete();

    private void Keep(string name, ValidatorIndex validator, MisbehaviorKind kind)
    {
        _names.Add(name);
        _files[validator.Value]++;
        (long heard, int kept) = _tally.GetValueOrDefault((validator.Value, kind));
        _tally[(validator.Value, kind)] = (heard, kept + 1);
    }
}
