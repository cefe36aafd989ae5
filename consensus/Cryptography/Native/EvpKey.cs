using System.Runtime.InteropServices;

namespace Ledger.Cryptography.Native;

/// <summary>A key of OpenSSL's, freed when nobody uses it any more.</summary>
internal sealed class EvpKey : SafeHandle
{
    public EvpKey(nint key)
        : base(0, ownsHandle: true)
        => SetHandle(key);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        LibCrypto.FreeKey(handle);
        return true;
    }
}
