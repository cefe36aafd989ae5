using System.Runtime.InteropServices;

namespace Ledger.Cryptography.Native;

/// <summary>OpenSSL's SM3 as a program calls it: the algorithm fetched once, one context, three calls for each message.</summary>
/// <remarks>What tests and benchmarks hold the project's own SM3 against; a node does not call it.</remarks>
internal sealed unsafe partial class EvpSm3 : IDisposable
{
    private const string Library = "libcrypto.so.3";

    private readonly nint _algorithm = Fetch(0, "SM3", null);
    private readonly nint _context = NewContext();

    public void Hash(ReadOnlySpan<byte> message, Span<byte> digest)
    {
        fixed (byte* from = message)
        fixed (byte* to = digest)
        {
            int done = Start(_context, _algorithm, null) & Update(_context, from, (nuint)message.Length) & Finish(_context, to, null);
            if (done != 1)
            {
                throw new InvalidOperationException("OpenSSL has no SM3.");
            }
        }
    }

    public void Dispose()
    {
        FreeContext(_context);
        Free(_algorithm);
    }

    [LibraryImport(Library, EntryPoint = "EVP_MD_fetch", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Fetch(nint context, string name, string? properties);

    [LibraryImport(Library, EntryPoint = "EVP_MD_free")]
    private static partial void Free(nint algorithm);

    [LibraryImport(Library, EntryPoint = "EVP_MD_CTX_new")]
    private static partial nint NewContext();

    [LibraryImport(Library, EntryPoint = "EVP_MD_CTX_free")]
    private static partial void FreeContext(nint context);

    [LibraryImport(Library, EntryPoint = "EVP_DigestInit_ex2")]
    private static partial int Start(nint context, nint algorithm, void* parameters);

    [LibraryImport(Library, EntryPoint = "EVP_DigestUpdate")]
    private static partial int Update(nint context, byte* message, nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_DigestFinal_ex")]
    private static partial int Finish(nint context, byte* digest, uint* length);
}
