using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>A build task: copies of the protocol's sources with the faults of mutants.txt in them, each behind its switch.</summary>
public sealed class Graft : Task
{
    [Required]
    public string Catalogue { get; set; } = "";

    [Required]
    public string Root { get; set; } = "";

    [Required]
    public string Output { get; set; } = "";

    /// <summary>The sources that were copied, as full paths: what the compiler must not see twice.</summary>
    [Output]
    public ITaskItem[] Replaced { get; set; } = Array.Empty<ITaskItem>();

    private readonly Dictionary<string, List<string>> _sources = new Dictionary<string, List<string>>();
    private readonly List<string> _mutants = new List<string>();
    private readonly List<string> _hunk = new List<string>();
    private string _file = "";

    public override bool Execute()
    {
        foreach (string line in File.ReadAllLines(Catalogue).Where(l => !Regex.IsMatch(l, "^#($| )")).Append(""))
        {
            Take(line);
        }

        Write("Mutant.g.cs", EnumOf(_mutants));
        foreach (KeyValuePair<string, List<string>> source in _sources)
        {
            // What is named as generated is not judged by its form; nullability then has to be said.
            Write(NameOf(source.Key), "#nullable enable\n" + string.Join("\n", source.Value) + "\n");
        }

        DeleteOthers();
        Replaced = _sources.Keys.Select(f => (ITaskItem)new TaskItem(Path.Combine(Root, f))).ToArray();
        return !Log.HasLoggedErrors;
    }

    private void Take(string line)
    {
        bool heading = line.StartsWith("## ", StringComparison.Ordinal);
        bool file = line.StartsWith("file ", StringComparison.Ordinal);
        if (!heading && !file && line.Length > 0)
        {
            _hunk.Add(line);
            return;
        }

        Apply();
        _file = file ? line.Substring(5) : _file;
        if (heading)
        {
            _mutants.Add(line.Substring(3));
        }
    }

    private void Apply()
    {
        if (_hunk.Count == 0)
        {
            return;
        }

        string mutant = _mutants.Last().Split(' ')[0];
        string[] sought = _hunk.Where(l => l[0] != '+').Select(l => l.Substring(1).Trim()).ToArray();
        List<string> lines = LinesOf(_file);
        int[] places = Enumerable.Range(0, lines.Count - sought.Length + 1)
            .Where(i => sought.Select((text, k) => lines[i + k].Trim() == text).All(same => same)).ToArray();
        if (places.Length == 1)
        {
            string[] grafted = Woven(lines.GetRange(places[0], sought.Length), mutant).ToArray();
            lines.RemoveRange(places[0], sought.Length);
            lines.InsertRange(places[0], grafted);
        }
        else
        {
            Log.LogError($"{mutant} fits {_file} in {places.Length} places: '{sought.FirstOrDefault()}'");
        }

        _hunk.Clear();
    }

    private IEnumerable<string> Woven(List<string> found, string mutant)
    {
        int at = 0;
        foreach (string line in _hunk)
        {
            if (line[0] == '+')
            {
                yield return line.Substring(1).Replace("MUTANT", $"Ledger.Mutants.Mutation.Is(Ledger.Mutants.Mutant.{mutant})");
            }
            else if (line[0] == ' ')
            {
                yield return found[at++];
            }
            else
            {
                at++;
            }
        }
    }

    private List<string> LinesOf(string file)
    {
        if (!_sources.TryGetValue(file, out List<string> lines))
        {
            _sources[file] = lines = File.ReadAllLines(Path.Combine(Root, file)).ToList();
        }

        return lines;
    }

    private static string EnumOf(IEnumerable<string> mutants)
        => "namespace Ledger.Mutants;\n\n/// <summary>The faults of mutants.txt.</summary>\npublic enum Mutant\n{\n"
            + string.Concat(mutants.Select(m => $"    /// <summary>{m}.</summary>\n    {m.Split(' ')[0]},\n\n")) + "}\n";

    private static string NameOf(string source) => Path.ChangeExtension(source.Replace('/', '_'), ".g.cs");

    /// <summary>What an earlier catalogue changed and this one does not.</summary>
    private void DeleteOthers()
    {
        foreach (string path in Directory.GetFiles(Output).Where(p => Path.GetFileName(p) != "Mutant.g.cs"))
        {
            if (!_sources.Keys.Any(source => NameOf(source) == Path.GetFileName(path)))
            {
                File.Delete(path);
            }
        }
    }

    /// <summary>Unchanged files keep their time, so that a second build has nothing to do.</summary>
    private void Write(string name, string text)
    {
        string path = Path.Combine(Output, name);
        Directory.CreateDirectory(Output);
        if (!File.Exists(path) || File.ReadAllText(path) != text)
        {
            File.WriteAllText(path, text);
        }
    }
}
