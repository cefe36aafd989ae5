using System.Net.Sockets;
using System.Text;

namespace Ledger.Node.Running;

/// <summary>Tells the service manager that started this process how it is doing: sd_notify(3).</summary>
/// <remarks>A datagram to the socket in <c>NOTIFY_SOCKET</c>, whose name begins with @ when it is abstract; silent without one.</remarks>
public sealed class SystemdNotifier(string? socketPath)
{
    /// <summary>The notifier that the environment asks for.</summary>
    public static SystemdNotifier FromEnvironment() => new(Environment.GetEnvironmentVariable("NOTIFY_SOCKET"));

    public void Ready() => Send("READY=1");

    /// <param name="patience">How long the stop may take: the manager must not cut it short.</param>
    public void Stopping(TimeSpan patience)
        => Send($"STOPPING=1\nEXTEND_TIMEOUT_USEC={(long)patience.TotalMicroseconds}");

    /// <summary>Whoever listens may be gone: that is its own affair, and no reason for a validator to fail.</summary>
    private void Send(string state)
    {
        if (string.IsNullOrEmpty(socketPath))
        {
            return;
        }

        try
        {
            using Socket socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            string name = socketPath[0] == '@' ? $"\0{socketPath[1..]}" : socketPath;
            socket.SendTo(Encoding.UTF8.GetBytes(state), new UnixDomainSocketEndPoint(name));
        }
        catch (SocketException)
        {
            return;
        }
    }
}
