namespace Ledger.Client.Errors;

/// <summary>What is said of connections and streams, and of the ends of calls.</summary>
public static partial class ErrorCatalogue
{
    private static IEnumerable<ErrorEntry> OfConnections =>
    [
        new(ErrorCode.Http2Required, "HTTP2_REQUIRED", GrpcStatus.InvalidArgument, 426,
            "This port speaks gRPC over HTTP/2 only.", "此端口只支持基于 HTTP/2 的 gRPC。",
            "Use a gRPC client here, or the JSON port for HTTP/1.1.", "请在此使用 gRPC 客户端，或改用 JSON 端口的 HTTP/1.1。"),
        new(ErrorCode.Http1Required, "HTTP1_REQUIRED", GrpcStatus.InvalidArgument, 505,
            "This port speaks JSON over HTTP/1.1 only.", "此端口只支持基于 HTTP/1.1 的 JSON。",
            "Use HTTP/1.1 here, or the gRPC port for HTTP/2.", "请在此使用 HTTP/1.1，或改用 gRPC 端口的 HTTP/2。"),
        new(ErrorCode.TooManyConnections, "TOO_MANY_CONNECTIONS", GrpcStatus.Unavailable, 503,
            "The node holds as many connections as it may.", "连接数已达上限。",
            "Close connections that are not used, keep one for many calls, and try again later.",
            "请关闭闲置连接，用一个连接发送多个调用，并稍后重试。", Soon),
        new(ErrorCode.TooManyStreams, "TOO_MANY_STREAMS", GrpcStatus.ResourceExhausted, 429,
            "The node serves as many streams of this kind as it may.", "此类流的数量已达上限。",
            "Share one stream, or try again later.", "请共用一个流，或稍后重试。", Soon),
        new(ErrorCode.Busy, "BUSY", GrpcStatus.ResourceExhausted, 429,
            "The node works on as much at once as it may.", "节点正在处理的请求已达上限。",
            "Try again later or at another validator.", "请稍后重试，或改用其他验证节点。", Soon),
        new(ErrorCode.StreamIdle, "STREAM_IDLE", GrpcStatus.DeadlineExceeded, 408,
            "Nothing came on the stream for longer than the node waits.", "流的空闲时间过长。",
            "Open a stream when there is something to send, and close it after.", "请在需要发送时打开流，用毕关闭。"),
        new(ErrorCode.StreamExpired, "STREAM_EXPIRED", GrpcStatus.Aborted, 409,
            "The stream was open for as long as a stream may be.", "流的持续时间已达上限。",
            "Open another one; a watch goes on from the next height.", "请重新打开流；订阅可从下一高度继续。", Soon),
    ];

    private static IEnumerable<ErrorEntry> OfEnds =>
    [
        new(ErrorCode.DeadlineExceeded, "DEADLINE_EXCEEDED", GrpcStatus.DeadlineExceeded, 504,
            "The deadline passed before the answer.", "在截止时间前未能答复。",
            "Ask again with more time; a transaction may have been taken all the same.", "请延长时间后重试；交易可能已被接受。"),
        new(ErrorCode.Cancelled, "CANCELLED", GrpcStatus.Cancelled, 499,
            "The caller went away.", "调用方已离开。",
            "None is needed.", "无需处理。"),
        new(ErrorCode.Internal, "INTERNAL", GrpcStatus.Internal, 500,
            "The node failed to answer.", "节点未能答复。",
            "Tell the operator: the node's log has the reason.", "请联系运维人员：原因在节点日志中。"),
    ];
}
