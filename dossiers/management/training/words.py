"""What services answer and what people write down, all invented."""

RECEIVED = (
    "Thank you for your report. We have received it under the number above and our team will look"
    " at each link. You do not need to send it again."
)
REMOVED = (
    "We have reviewed the content you reported. It has been removed because it breaks our rules"
    " about intimate pictures shared without consent."
)
PARTLY = (
    "We removed the first posts you named. For the remaining links we need more time, because the"
    " accounts are in another region."
)
REFUSED = (
    "We looked at the content and found that it does not go against our guidelines. You can ask"
    " for another review within six months."
)
NOT_FOUND = "We could not find the content. Please check the link and write to us again."
ASKS_MORE = (
    "Before we can act we need to know which person in the picture you are, and a copy of an"
    " identity document. Please answer to this message."
)
RESTRICTED = (
    "The item stays online but can no longer be found through our search in the European Union."
)
TWIN = "This link was part of an earlier report and is being handled there."
PASSED_ON = "We have passed your notice on to the person who posted it, and wait for their answer."
