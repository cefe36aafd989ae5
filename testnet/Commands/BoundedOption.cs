using System.CommandLine;
using System.Globalization;

namespace Ledger.Testnet.Commands;

/// <summary>Options that are a number between two others, refused outside of them.</summary>
internal static class BoundedOption
{
    /// <param name="description">What it is and its unit; the bounds are added to it.</param>
    public static Option<double> Of(string name, string description, double least, double most, double usual)
    {
        string bounds = string.Create(CultureInfo.InvariantCulture, $"{least} to {most}");
        Option<double> option = new(name)
        {
            Description = $"{description}, {bounds}.",
            DefaultValueFactory = _ => usual,
        };
        option.Validators.Add(result =>
        {
            double value = result.GetValueOrDefault<double>();
            if (!(value >= least && value <= most))
            {
                result.AddError($"{name} is {bounds}.");
            }
        });
        return option;
    }
}
