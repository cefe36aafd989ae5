using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;
using Ledger.Simulation.Checkers;

namespace Ledger.Simulation.World;

/// <summary>Every epoch that some node is in or was: who stands where in it, and what opens its frames.</summary>
/// <remarks>A node is known by its name, which it keeps; its place in the set is another in each epoch, and it may have none.</remarks>
public sealed class EpochBook(SimulatedWorld world)
{
    private readonly Dictionary<uint, EpochConfiguration> _entered = new() { [0] = world.Genesis.Configuration };
    private readonly Dictionary<Digest, MessageOpener> _openers = [];

    private uint _decided;

    /// <summary>The last that any node has entered.</summary>
    public EpochConfiguration Last => _entered[(uint)_entered.Count - 1];

    public static string NameOf(int node) => $"v{node}";

    /// <summary>Agreement, of epochs too: whoever enters one enters the same.</summary>
    public void Entered(SimulatedNode node, EpochConfiguration epoch)
    {
        if (_entered.TryAdd(epoch.Number.Value, epoch))
        {
            world.Coverage.Injected(FaultKind.Change);
            world.Faults.Changing();
        }
        else if (node.IsHonest)
        {
            SimulationFailure.Unless(
                _entered[epoch.Number.Value].Hash == epoch.Hash,
                $"Agreement: node {node.Index} is in another epoch {epoch.Number} than was entered before");
        }
    }

    /// <summary>A block is committed in which the next epoch has its date, or not.</summary>
    public void Decided(EpochConfiguration? next)
    {
        if (next?.Number.Value > _decided)
        {
            _decided = next.Number.Value;
            world.Faults.Changing();
        }
    }

    public EpochConfiguration? Find(Epoch number) => _entered.GetValueOrDefault(number.Value);

    public MessageOpener OpenerOf(EpochConfiguration epoch)
    {
        if (!_openers.TryGetValue(epoch.Hash, out MessageOpener? opener))
        {
            _openers.Add(epoch.Hash, opener = new MessageOpener(epoch, world.Suites));
        }

        return opener;
    }

    /// <summary>Where a node stands in an epoch; a guest's number when it is not of its set.</summary>
    public ValidatorIndex PlaceOf(int node, EpochConfiguration epoch)
        => ReferenceEquals(epoch, world.Genesis.Configuration) && node < epoch.Validators.Size
            ? new ValidatorIndex((byte)node)
            : epoch.Validators.Find(NameOf(node)) ?? new ValidatorIndex((byte)(ValidatorIndex.FirstGuest + node));

    /// <summary>Which node stands there, the reverse of <see cref="PlaceOf"/>; null when nobody does.</summary>
    public static int? NodeAt(ValidatorIndex place, EpochConfiguration epoch)
        => place.IsGuest ? place.Value - ValidatorIndex.FirstGuest
            : epoch.Validators.Contains(place) ? int.Parse(epoch.Validators[place].Name.AsSpan(1))
            : null;
}
