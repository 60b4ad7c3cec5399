"""It tells platform, kind of page and identifiers from a link alone."""

import pytest

from takedowns.registry.loader import registry
from takedowns.registry.recognise import recognise

TABLE = [
    ("https://www.facebook.com/redress.test/posts/pfbid0Invented", "facebook", "post"),
    ("https://m.facebook.com/story.php?story_fbid=111&id=222", "facebook", "post"),
    ("https://www.facebook.com/groups/invented/permalink/111/", "facebook", "post"),
    ("https://www.facebook.com/groups/invented", "facebook", "group"),
    ("https://www.facebook.com/profile.php?id=1000", "facebook", "profile"),
    ("https://fb.watch/inVented1/", "facebook", "short_link"),
    ("https://scontent.xx.fbcdn.net/v/t1/invented.jpg", "facebook", "file"),
    ("https://www.instagram.com/p/InVented123/", "instagram", "post"),
    ("https://www.instagram.com/invented.name/reel/InVented123/", "instagram", "post"),
    ("https://www.instagram.com/stories/invented.name/111/", "instagram", "post"),
    ("https://www.instagram.com/invented.name/", "instagram", "profile"),
    ("https://x.com/invented/status/111", "x", "post"),
    ("https://twitter.com/invented/status/111/photo/1", "x", "post"),
    ("https://mobile.twitter.com/invented", "x", "profile"),
    ("https://t.co/inVented", "x", "short_link"),
    ("https://pbs.twimg.com/media/invented.jpg", "x", "file"),
    ("https://www.tiktok.com/@invented/video/111", "tiktok", "post"),
    ("https://vm.tiktok.com/ZInvented/", "tiktok", "short_link"),
    ("https://www.tiktok.com/@invented", "tiktok", "profile"),
    ("https://www.snapchat.com/add/invented", "snapchat", "profile"),
    ("https://www.snapchat.com/spotlight/Invented_1", "snapchat", "post"),
    ("https://t.snapchat.com/inVented", "snapchat", "short_link"),
    ("https://old.reddit.com/r/invented/comments/abc123/a_title/", "reddit", "post"),
    ("https://www.reddit.com/r/invented/", "reddit", "group"),
    ("https://www.reddit.com/user/invented", "reddit", "profile"),
    ("https://i.redd.it/invented.jpg", "reddit", "file"),
    ("https://redd.it/abc123", "reddit", "post"),
    ("https://www.youtube.com/watch?v=Invented_11", "youtube", "post"),
    ("https://youtu.be/Invented_11", "youtube", "post"),
    ("https://www.youtube.com/shorts/Invented_11", "youtube", "post"),
    ("https://www.youtube.com/@invented", "youtube", "channel"),
    ("https://www.google.com/search?q=invented+name", "google-search", "search_result"),
    ("https://www.google.co.uk/search?q=invented&udm=2", "google-search", "search_result"),
    ("https://drive.google.com/file/d/1Invented/view", "google-storage", "file"),
    ("https://www.bing.com/images/search?q=invented", "bing", "search_result"),
    ("https://www.bing.com/search?q=invented", "bing", "search_result"),
    ("https://1drv.ms/i/s!Invented", "bing", "short_link"),
    ("https://t.me/invented_channel/55", "telegram", "message"),
    ("https://t.me/c/1111/55", "telegram", "message"),
    ("https://t.me/s/invented_channel", "telegram", "channel"),
    ("https://t.me/+InVented", "telegram", "group"),
    ("https://telegra.ph/file/invented.jpg", "telegram", "file"),
    ("https://discord.gg/invented", "discord", "group"),
    ("https://discord.com/channels/111/222/333", "discord", "message"),
    ("https://cdn.discordapp.com/attachments/1/2/invented.png", "discord", "file"),
    ("https://www.pornhub.com/view_video.php?viewkey=ph0invented", "pornhub", "post"),
    ("https://de.pornhub.com/model/invented", "pornhub", "profile"),
    ("https://www.youporn.com/watch/111/invented-title/", "pornhub", "post"),
    ("https://www.xvideos.com/video.invented/a_title", "xvideos", "post"),
    ("https://www.xvideos.com/video111/a_title", "xvideos", "post"),
    ("https://www.xvideos.com/profiles/invented", "xvideos", "profile"),
    ("https://www.xvideos.com/?k=invented", "xvideos", "search_result"),
    ("https://onlyfans.com/111/invented", "onlyfans", "post"),
    ("https://onlyfans.com/invented", "onlyfans", "profile"),
    ("https://imgur.com/a/inVent1", "imgur", "post"),
    ("https://i.imgur.com/inVent1.jpg", "imgur", "file"),
    ("https://imgur.com/user/invented", "imgur", "profile"),
    ("https://imagedelivery.net/account/invented/public", "cloudflare", "file"),
    ("https://invented.pages.dev/album", "cloudflare", "page"),
    ("https://pub-1.r2.dev/invented.mp4", "cloudflare", "file"),
    ("https://raw.githubusercontent.com/invented/name/main/a.jpg", "github", "file"),
    ("https://github.com/invented/name/blob/main/a.jpg", "github", "file"),
    ("https://github.com/invented", "github", "profile"),
    ("https://web.archive.org/web/20260101000000/https://a.example/", "internet-archive", "page"),
    ("https://archive.org/details/invented-item", "internet-archive", "post"),
    ("https://archive.org/download/invented-item/a.mp4", "internet-archive", "file"),
    ("https://www.threads.net/@invented/post/InVented", "threads", "post"),
    ("https://chat.whatsapp.com/InVented12345", "whatsapp", "group"),
    ("https://bsky.app/profile/invented.example/post/3invented", "bluesky", "post"),
    ("https://www.linkedin.com/in/invented/", "linkedin", "profile"),
    ("https://www.pinterest.de/pin/111/", "pinterest", "post"),
    ("https://invented.tumblr.com/post/111/a-title", "tumblr", "post"),
    ("https://xhamster.com/videos/a-title-xhInvent", "xhamster", "post"),
    ("https://www.redgifs.com/watch/invented", "redgifs", "post"),
    ("https://clips.twitch.tv/InventedClip", "twitch", "post"),
    ("https://mega.nz/file/inVented#Key_1-a", "mega", "file"),
    ("https://mega.nz/#F!inVented!Key", "mega", "page"),
    ("https://www.dropbox.com/scl/fi/invented/a.jpg?rlkey=1", "dropbox", "file"),
    ("https://fansly.com/post/111", "fansly", "post"),
    ("https://boards.4chan.org/b/thread/111#p222", "fourchan", "thread"),
    ("https://vk.com/wall-111_222", "vk", "post"),
    ("https://archive.ph/AbCd1", "archive-today", "page"),
    ("https://weibo.com/1111111111/InVented1", "weibo", "post"),
    ("https://m.weibo.cn/detail/1111111111", "weibo", "post"),
    ("https://wx1.sinaimg.cn/large/invented.jpg", "weibo", "file"),
    ("https://mp.weixin.qq.com/s/InVented_11", "wechat", "post"),
    ("https://www.quora.com/profile/Invented-Name", "quora", "profile"),
    ("https://truthsocial.com/@invented/posts/111", "truth-social", "post"),
    ("https://truthsocial.com/@invented", "truth-social", "profile"),
    ("https://signal.me/#eu/InVented", "signal", "profile"),
    ("https://bere.al/invented", "bereal", "profile"),
    ("https://kick.com/invented/clips/clip_Invented", "kick", "post"),
    ("https://kick.com/invented", "kick", "channel"),
    ("https://www.roblox.com/users/111/profile", "roblox", "profile"),
    ("https://steamcommunity.com/sharedfiles/filedetails/?id=111", "steam", "file"),
    ("https://steamcommunity.com/profiles/111", "steam", "profile"),
    ("https://stripchat.com/invented", "stripchat", "profile"),
    ("https://chaturbate.com/invented/", "chaturbate", "profile"),
    ("https://chaturbate.com/photo_videos/photoset/detail/invented/111/", "chaturbate", "file"),
    ("https://www.patreon.com/posts/a-title-111", "patreon", "post"),
    ("https://invented.substack.com/p/a-title", "substack", "post"),
    ("https://www.qwant.com/?q=invented&t=images", "qwant", "search_result"),
    ("https://www.baidu.com/s?wd=invented", "baidu", "search_result"),
    ("https://pan.baidu.com/s/1Invented", "baidu", "file"),
    ("https://vidguard.to/e/inVented", "vidguard", "file"),
    ("https://www.deviantart.com/invented/art/A-Title-111", "deviantart", "post"),
    ("https://share.icloud.com/photos/0Invented", "icloud", "file"),
    ("https://medium.com/@invented/a-title-0123456789ab", "medium", "post"),
    ("https://invented.s3.amazonaws.com/a/b.jpg", "aws", "file"),
    ("https://d111.cloudfront.net/a.mp4", "aws", "file"),
    ("https://f004.backblazeb2.com/file/invented/a.jpg", "backblaze", "file"),
    ("https://invented.netlify.app/album", "netlify", "page"),
    ("https://invented.godaddysites.com/album", "godaddy", "page"),
    ("https://tinder.com/@invented", "tinder", "profile"),
    ("https://bunkr.si/a/inVented", "bunkr", "page"),
    ("https://files.catbox.moe/invent.jpg", "catbox", "file"),
    ("https://coomer.su/onlyfans/user/invented/post/111", "coomer-kemono", "post"),
    ("https://cyberdrop.me/a/inVented", "cyberdrop", "page"),
    ("https://www.dailymotion.com/video/x1inVented", "dailymotion", "post"),
    ("https://duckduckgo.com/?q=invented&iax=images", "duckduckgo", "search_result"),
    ("https://www.erome.com/a/inVented", "erome", "page"),
    ("https://www.flickr.com/photos/invented/111/", "flickr", "post"),
    ("https://gofile.io/d/inVent", "gofile", "file"),
    ("https://firebasestorage.googleapis.com/v0/b/invented/o/a.jpg", "google-cloud", "file"),
    ("https://www.mediafire.com/file/invented/a.zip/file", "mediafire", "file"),
    ("https://streamable.com/invent", "streamable", "post"),
    ("https://vimeo.com/111111", "vimeo", "post"),
    ("https://we.tl/t-InVented", "wetransfer", "short_link"),
    ("https://invented.wordpress.com/2026/01/02/a-title/", "wordpress-com", "post"),
    ("https://www.xnxx.com/video-invent1/a_title", "xnxx", "post"),
    ("https://yandex.com/images/search?text=invented", "yandex", "search_result"),
]


@pytest.mark.parametrize(("url", "platform", "kind"), TABLE)
def test_recognises_platform_and_kind_of_page(url: str, platform: str, kind: str) -> None:
    seen = recognise(url, registry())

    assert (seen.platform_id, seen.page_kind) == (platform, kind)


def test_knows_links_of_every_platform_with_link_rules() -> None:
    ruled = {each.id for each in registry().platforms.values() if each.link_rules}

    assert ruled - {platform for _, platform, _ in TABLE} == set()


@pytest.mark.parametrize(
    ("url", "identifiers"),
    [
        ("https://x.com/invented/status/111", {"user": "invented", "post": "111"}),
        ("https://t.me/c/1111/55", {"channel": "1111", "message": "55"}),
        ("https://www.youtube.com/watch?t=5&v=Invented_11", {"v": "Invented_11"}),
        ("https://mega.nz/file/inVented#Key_1-a", {"file": "inVented", "key": "Key_1-a"}),
        ("https://vk.com/wall-111_222", {"owner": "-111", "post": "222"}),
        ("https://boards.4chan.org/b/thread/1#p2", {"board": "b", "thread": "1", "post": "2"}),
    ],
)
def test_hands_out_what_names_the_page(url: str, identifiers: dict[str, str]) -> None:
    assert recognise(url, registry()).identifiers == identifiers


@pytest.mark.parametrize(
    "url",
    ["https://notfacebook.com/a", "https://facebook.com.leak.example/a", "https://t.example/a"],
)
def test_does_not_take_a_look_alike_for_the_platform(url: str) -> None:
    assert recognise(url, registry()).platform_id is None


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://leak.example/a/b.JPG", "file"),
        ("https://leak.example/a.mp4?x=1", "file"),
        ("https://leak.example/a.html", "page"),
        ("https://leak.example/", "page"),
        ("not a link at all", "page"),
        ("https://[broken/", "page"),
    ],
)
def test_tells_an_unknown_host_by_how_its_path_ends(url: str, kind: str) -> None:
    seen = recognise(url, registry())

    assert (seen.platform_id, seen.platform_name, seen.page_kind) == (None, None, kind)


def test_lets_the_longest_host_suffix_win() -> None:
    assert recognise("https://drive.google.com/x", registry()).platform_id == "google-storage"
    assert recognise("https://www.google.com/x", registry()).platform_id == "google-search"
