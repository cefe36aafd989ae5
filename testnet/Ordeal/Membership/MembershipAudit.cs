using Ledger.Client.V1;
using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Receipts;
using Ledger.Testnet.Load;
using Ledger.Testnet.Network;
using Ledger.Testnet.Stages;

namespace Ledger.Testnet.Ordeal;

/// <summary>What must hold after all changes and losses; what does not is added to the faults.</summary>
/// <remarks>Everybody who runs at the end is a member.</remarks>
internal sealed class MembershipAudit(MembershipWorld world, KeptReceipts receipts, List<string> faults)
{
    private const int MostFaultsOfAKind = 3;

    private EpochHistory? _fromGenesis;
    private EpochHistory? _fromPin;

    /// <summary>That of all members; when they do not agree, what one of them says.</summary>
    public async Task<StatusResponse> HeadAsync()
    {
        try
        {
            return (await Wait.UntilHeadsAgreeAsync(world.Network, MembershipPlan.Patience, world.Cancellation))[0];
        }
        catch (TimeoutException never)
        {
            faults.Add(never.Message);
            return await world.Asked.StatusAsync(world.Cancellation);
        }
    }

    /// <summary>The set changes by <c>ledger epochs</c>, followed from the genesis and from the last set's hash.</summary>
    public async Task BelieveAsync()
    {
        Digest pin = await world.Consortium.FetchEpochsAsync();
        DecodeFault fault = EpochFile.TryDecode(File.ReadAllBytes(world.Consortium.EpochsPath), out EpochFile? file);
        IReadOnlyList<EpochLink> links = file?.Links ?? throw new InvalidOperationException($"{world.Consortium.EpochsPath}: {fault}");
        Note(EpochHistory.FromGenesis(world.Network.Genesis, links, SignatureSuites.Production, out _fromGenesis));
        Note(EpochHistory.FromPinned(world.Network.Genesis, pin, links, SignatureSuites.Production, out _fromPin));
    }

    public int VerifiedFromGenesis() => Verified(_fromGenesis);

    public int VerifiedFromPin() => Verified(_fromPin);

    /// <summary>Receipts of all that was acknowledged, from every member, whatever it lost.</summary>
    public async Task<int> VerifiedAtMembersAsync(LoadResult load)
    {
        PreparedTransaction[] all = [.. load.Acknowledged.Select(a => a.Transaction)];
        int verified = 0;
        foreach (ValidatorNode node in world.Network.Running)
        {
            IReadOnlyCollection<string> unreadable = await Verify.FindUnreadableAsync(
                node, world.Network, all, world.Cancellation, _fromGenesis);
            faults.AddRange(unreadable.Take(MostFaultsOfAKind));
            verified += all.Length - unreadable.Count;
        }

        return verified;
    }

    /// <summary><c>ledger light</c>, from where it was; what it says of its work.</summary>
    public async Task<string> FollowLightAsync()
    {
        CommandResult followed = await world.Network.Program.TryAsync(
            ["light", "--genesis", world.Network.GenesisPath, "--node", $"{world.Asked.GrpcAddress}",
                "--state", Path.Combine(world.Network.Folder, "light")],
            world.Cancellation);
        if (followed.ExitCode != 0)
        {
            faults.Add(followed.Errors);
        }

        return followed.Errors.Trim();
    }

    public async Task<long> MisbehaviorsAsync()
    {
        long noticed = await OrdealRun.MisbehaviorsAsync(world.Network.Running, world.Cancellation);
        if (noticed > 0)
        {
            faults.Add($"{noticed} misbehaviours noticed among honest validators");
        }

        return noticed;
    }

    private void Note(HistoryProblem problem)
    {
        if (!problem.IsNone)
        {
            faults.Add($"the set changes do not hold: {problem}");
        }
    }

    private int Verified(EpochHistory? believed)
    {
        if (believed is null)
        {
            return 0;
        }

        (int verified, IReadOnlyCollection<string> bad) = receipts.Verify(believed);
        faults.AddRange(bad.Take(MostFaultsOfAKind));
        return verified;
    }
}
