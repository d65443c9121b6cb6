using MediaWiki;

return args switch
{
    ["watchlist", .. var rest] => await WikiApp.WatchList(rest).Build().RunAsync(),
    ["talk", .. var rest] => await WikiApp.Talk(rest).Build().RunAsync(),
    _ => await WikiApp.Pages(args).Build().RunAsync(),
};
