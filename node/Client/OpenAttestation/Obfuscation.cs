using System.Globalization;
using Ledger.Client.Json;
using Ledger.Cryptography.Hashing;

namespace Ledger.Client.OpenAttestation;

/// <summary>Takes fields out of a document and leaves their hashes: the document verifies as before.</summary>
/// <remarks>
/// A path is keys and list indexes joined by full stops: <c>recipient.0.name</c>. The reference implementation takes out what leaves an
/// empty object or a hole in a list, too, and the document it gives does not verify once it was written and read: that is refused here.
/// </remarks>
public static class Obfuscation
{
    /// <summary>The document without the field at <paramref name="path"/>, or without all fields under it.</summary>
    public static ObfuscationFault TryHide(WrappedDocument document, string path, out WrappedDocument? obfuscated)
    {
        JsonTree? hidden = document.Data.Tree;
        string[] steps = path.Split('.');
        ObfuscationFault fault = Without(ref hidden, steps, out JsonTree? left);
        obfuscated = null;
        if (fault == ObfuscationFault.None)
        {
            Digest[] hashes = [.. DocumentData.FieldsUnder(path, hidden!).Select(f => DocumentData.HashOf(f.Path, f.Value))];
            _ = DocumentData.TryMake(left, out DocumentData? data);
            obfuscated = document.Obfuscate(data!, hashes); // less than what kept the rules keeps them
        }

        return fault;
    }

    /// <summary>The same for several paths, one after the other; the first fault and its path.</summary>
    public static ObfuscationFault TryHide(
        WrappedDocument document, IEnumerable<string> paths, out WrappedDocument? obfuscated, out string refused)
    {
        (obfuscated, refused) = (document, "");
        foreach (string path in paths)
        {
            ObfuscationFault fault = TryHide(obfuscated!, path, out obfuscated);
            if (fault != ObfuscationFault.None)
            {
                refused = path;
                return fault;
            }
        }

        return ObfuscationFault.None;
    }

    /// <summary>Goes down to the last step; what stood there comes out of <paramref name="at"/>.</summary>
    private static ObfuscationFault Without(ref JsonTree? at, ReadOnlySpan<string> steps, out JsonTree? left)
    {
        left = null;
        JsonTree? tree = at;
        JsonTree? child = Child(tree, steps[0]);
        if (child is null)
        {
            return ObfuscationFault.NoSuchField;
        }

        at = child;
        if (steps.Length == 1)
        {
            left = (tree as JsonMembers)?.Without(steps[0]);
            return left is null ? ObfuscationFault.LeavesHole : ObfuscationFault.None;
        }

        ObfuscationFault fault = Without(ref at, steps[1..], out JsonTree? rest);
        if (fault != ObfuscationFault.None)
        {
            return fault;
        }

        left = Replaced(tree!, steps[0], rest!);
        return rest is JsonMembers { Members.Count: 0 } ? ObfuscationFault.LeavesEmptyObject : ObfuscationFault.None;
    }

    private static JsonTree? Child(JsonTree? tree, string step) => tree switch
    {
        JsonMembers members => members.Find(step),
        JsonList list => Index(step) is { } index && index < list.Items.Count ? list.Items[index] : null,
        _ => null,
    };

    private static JsonTree Replaced(JsonTree tree, string step, JsonTree child)
        => tree is JsonMembers members
            ? members.With(step, child)
            : new JsonList([.. ((JsonList)tree).Items.Select((item, i) => i == Index(step) ? child : item)]);

    private static int? Index(string step)
        => int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && $"{index}" == step ? index : null;
}
