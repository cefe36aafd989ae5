using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Ledger.Cryptography.Native;

/// <summary>Finds the native libraries, or says what to install.</summary>
internal static class NativeLibraries
{
    private static readonly ConcurrentDictionary<string, Wanted> Known = new();

    static NativeLibraries() => NativeLibrary.SetDllImportResolver(typeof(NativeLibraries).Assembly, Resolve);

    /// <param name="library">As the imports name it.</param>
    /// <param name="what">As its users know it.</param>
    /// <param name="package">Debian's and Ubuntu's name for it.</param>
    /// <param name="others">Other names it is found under, on other distributions.</param>
    public static void Register(string library, string what, string package, params string[] others)
        => Known[library] = new Wanted(what, package, others);

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (!Known.TryGetValue(name, out Wanted? wanted))
        {
            return 0;
        }

        foreach (string each in (string[])[name, .. wanted.Others])
        {
            if (NativeLibrary.TryLoad(each, assembly, path, out nint handle))
            {
                return handle;
            }
        }

        throw new DllNotFoundException(
            $"{name} was not found: install {wanted.What} (on Debian and Ubuntu: apt-get install {wanted.Package}).");
    }

    private sealed record Wanted(string What, string Package, string[] Others);
}
