using Ledger.Protocol.Blocks;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Transactions;

namespace Ledger.Protocol.Validators;

/// <summary>What makes a genesis one that a chain can start from; paths are those of its JSON form.</summary>
public static class GenesisRules
{
    /// <summary>The first rule that is broken.</summary>
    public static JsonProblem Check(Genesis genesis)
    {
        JsonProblem problem = CheckParameters(genesis.Parameters);
        problem = problem.IsNone ? CheckSet(genesis.Validators) : problem;
        return problem.IsNone ? CheckIssuers(genesis.Issuers) : problem;
    }

    /// <summary>The first rule that the validators and their regions' minimums break; also when governance changes them (E5).</summary>
    public static JsonProblem CheckSet(ValidatorSet set)
    {
        JsonProblem problem = CheckValidators(set.Validators);
        return problem.IsNone ? CheckRegions(set) : problem;
    }

    public static JsonProblem CheckParameters(ChainParameters p)
    {
        (string Name, bool Good)[] rules =
        [
            ("protocolVersion", p.ProtocolVersion >= ProtocolVersions.First),
            ("window", p.Window is >= 1 and <= ChainParameters.LargestWindow),
            ("baseTimeoutMs", p.BaseTimeoutMs is >= 1 and <= ChainParameters.LongestMs),
            ("timeoutCapMs", p.TimeoutCapMs >= p.BaseTimeoutMs && p.TimeoutCapMs <= ChainParameters.LongestMs),
            ("maximumDriftMs", p.MaximumDriftMs is >= 1 and <= ChainParameters.LongestMs),
            ("maximumValidityHeights", p.MaximumValidityHeights is >= 1 and <= ChainParameters.LongestValidityHeights),
            ("maximumBlockBytes",
                p.MaximumBlockBytes is >= Batch.MaximumBytes and <= ChainParameters.LargestBlockBytes),
        ];
        return rules.FirstOrDefault(r => !r.Good).Name is { } name
            ? new JsonProblem(JsonFault.OutOfRange, $"$.parameters.{name}")
            : JsonProblem.None;
    }

    private static JsonProblem CheckValidators(IReadOnlyList<Validator> validators) => First(
        Distinct(validators.Select(v => v.Name), JsonFault.DuplicateName, "validators", "name"),
        Distinct(validators.Select(v => KeyOf(v.PublicKey)), JsonFault.DuplicateKey, "validators", "publicKey"),
        Distinct(validators.Select(v => $"{v.TlsPin}"), JsonFault.DuplicateKey, "validators", "tlsPin"),
        Distinct(validators.Select(v => KeyOf(v.OperatorKey)), JsonFault.DuplicateKey, "validators", "operatorKey"),
        CheckCosigningKeys(validators));

    /// <summary>C1: a cosigning key is nobody's consensus or operator key, and no second validator's.</summary>
    private static JsonProblem CheckCosigningKeys(IReadOnlyList<Validator> validators)
    {
        HashSet<string> taken = [.. validators.SelectMany(v => (string[])[KeyOf(v.PublicKey), KeyOf(v.OperatorKey)])];
        foreach ((int index, Validator validator) in validators.Index())
        {
            string at = $"$.validators[{index}]";
            if (!taken.Add(KeyOf(validator.CosigningKeys.Ed25519)))
            {
                return new JsonProblem(JsonFault.DuplicateKey, $"{at}.cosigningEd25519");
            }

            if (!taken.Add(KeyOf(validator.CosigningKeys.Sm2)))
            {
                return new JsonProblem(JsonFault.DuplicateKey, $"{at}.cosigningSm2");
            }
        }

        return JsonProblem.None;
    }

    private static JsonProblem CheckIssuers(IReadOnlyList<Issuer> issuers) => First(
        Distinct(issuers.Select(i => i.Name), JsonFault.DuplicateName, "issuers", "name"),
        Distinct(issuers.Select(i => KeyOf(i.PublicKey)), JsonFault.DuplicateKey, "issuers", "publicKey"));

    private static JsonProblem First(params ReadOnlySpan<JsonProblem> problems)
    {
        foreach (JsonProblem problem in problems)
        {
            if (!problem.IsNone)
            {
                return problem;
            }
        }

        return JsonProblem.None;
    }

    private static JsonProblem CheckRegions(ValidatorSet set)
    {
        if (set.Minimums.CountBy(m => m.Region).FirstOrDefault(r => r.Value > 1).Key.Code is { } twice)
        {
            return new JsonProblem(JsonFault.DuplicateRegion, $"$.regions['{twice}']");
        }

        foreach ((int index, Validator validator) in set.Validators.Index())
        {
            if (set.Minimums.All(m => m.Region != validator.Region))
            {
                return new JsonProblem(JsonFault.UnknownRegion, $"$.validators[{index}].region");
            }
        }

        // Named by code, since a set keeps its regions in the order of their codes and a text need not.
        foreach (RegionMinimum minimum in set.Minimums)
        {
            if (minimum.Minimum > set.Validators.Count(v => v.Region == minimum.Region))
            {
                return new JsonProblem(JsonFault.MinimumAboveCount, $"$.regions['{minimum.Region}'].minimum");
            }
        }

        return JsonProblem.None;
    }

    private static JsonProblem Distinct(IEnumerable<string> values, JsonFault fault, string list, string field)
    {
        HashSet<string> seen = [];
        foreach ((int index, string value) in values.Index())
        {
            if (!seen.Add(value))
            {
                return new JsonProblem(fault, $"$.{list}[{index}].{field}");
            }
        }

        return JsonProblem.None;
    }

    private static string KeyOf(ReadOnlyMemory<byte> key) => Convert.ToHexStringLower(key.Span);
}
