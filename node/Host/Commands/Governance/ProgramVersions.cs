using Ledger.Client.V1;

namespace Ledger.Node.Commands;

/// <summary>Which members could go on under a protocol version, as one node knows it of its peers.</summary>
internal static class ProgramVersions
{
    public static IEnumerable<string> Of(StatusResponse status, uint version)
    {
        (string Name, uint Program)[] members =
        [
            (status.Validator, status.ProgramProtocol), .. status.Peers.Where(p => p.Member).Select(p => (p.Validator, p.ProgramProtocol)),
        ];
        yield return $"programs with protocol version {version}, as {status.Validator} knows it: {Names(members, p => p >= version)}";
        if (members.Any(m => m.Program < version))
        {
            yield return $"! without it: {Names(members, p => p < version && p > 0)}; not heard from: {Names(members, p => p == 0)}";
        }
    }

    private static string Names((string Name, uint Program)[] members, Predicate<uint> which)
    {
        string[] names = [.. members.Where(m => which(m.Program)).Select(m => m.Name)];
        return names.Length == 0 ? "nobody" : string.Join(", ", names);
    }
}
