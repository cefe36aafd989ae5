using System.Collections.Concurrent;
using System.Diagnostics;

namespace Ledger.Testnet.Network;

/// <summary>Starts child processes that the kernel kills when this process ends, however it ends.</summary>
/// <remarks>
/// <c>setpriv --pdeathsig</c> (util-linux) asks for that. The kernel's "parent" is the thread that forked, and threads
/// of the pool come and go, so one thread that lives as long as the process does all the forking. A machine without
/// setpriv still has <see cref="TestNetwork.DisposeAsync"/>.
/// </remarks>
internal static class Launcher
{
    private const string Script =
        "if command -v setpriv >/dev/null; then set -- setpriv --pdeathsig KILL \"$@\"; fi; "
        + "exec \"$@\" </dev/null >>\"$0\" 2>&1";

    private static readonly BlockingCollection<(ProcessStartInfo, TaskCompletionSource<Process>)> Waiting = [];
    private static readonly Thread Parent = StartParent();

    /// <summary>
    /// Starts <paramref name="command"/> with both outputs appended to a file; its id is the command's own.
    /// </summary>
    public static Task<Process> StartAsync(
        IReadOnlyList<string> command, string outputPath, IReadOnlyDictionary<string, string> environment)
    {
        ProcessStartInfo info = new("/bin/sh", ["-c", Script, outputPath, .. command]);
        foreach ((string name, string value) in environment)
        {
            info.Environment[name] = value;
        }

        TaskCompletionSource<Process> started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Waiting.Add((info, started));
        Debug.Assert(Parent.IsAlive);
        return started.Task;
    }

    private static Thread StartParent()
    {
        Thread thread = new(StartAll) { IsBackground = true, Name = "launcher" };
        thread.Start();
        return thread;
    }

    private static void StartAll()
    {
        foreach ((ProcessStartInfo info, TaskCompletionSource<Process> started) in Waiting.GetConsumingEnumerable())
        {
            try
            {
                started.SetResult(Process.Start(info)!);
            }
            catch (Exception exception)
            {
                started.SetException(exception);
            }
        }
    }
}
